using Streaming.Operators.Cleaning.Latex;

namespace Streaming.Operators.Tests.Cleaning;

public class LatexFigureTests
{
    [Theory]
    [InlineData("\\begin{figure}[h]\\includegraphics[w]{ a.png }\\caption*{A {b} c}\\label{f}\\end{figure}", "A {b} c|f|a.png||")]
    [InlineData("\\begin{figure}\\subfloat[One]{\\includegraphics{1}\\label{s}}\\subfigure{\\includegraphics{2}}\\caption{All}\\label{w}\\end{figure}", "One|s|1|All|w;||2|All|w")]
    [InlineData("\\begin{figure}\\begin{minipage}{1cm}\\includegraphics{1}\\caption{x}\\end{minipage}\\begin{minipage}{2}\\captionof{table}{t}\\includegraphics{2}\\end{minipage}\\end{figure}", "x||1||")]
    [InlineData("\\begin{wrapfigure}{r}{3cm}\\includegraphics{a}\\includegraphics{b}\\captionof{figure}{c}\\end{wrapfigure}", "c||a,b||")]
    [InlineData("\\begin{figure}\\caption{no image}\\end{figure} \\begin{figure*}\\includegraphics{x}", "")]
    public async Task Figures_are_read(string text, string figures)
    {
        await using var driver = await OperatorDriver.OpenAsync(new LatexFigureContextExtractorMapper(new()));
        await driver.ApplyAsync(text);

        var found = driver.Out.Select(s =>
            $"{s.Meta["caption"]}|{s.Meta["label"]}|{string.Join(',', s.Images.Select(i => i.Path))}|{s.Meta["parent_caption"]}|{s.Meta["parent_label"]}");
        Assert.Equal(figures, string.Join(';', found));
        Assert.Equal(figures.Length == 0 ? 1 : 0, driver.Rejected.Count);
    }

    [Fact]
    public async Task Paragraphs_refer_to_whole_labels_outside_of_displays()
    {
        const string Figure = "\\begin{figure}\\includegraphics{a}\\label{f:a}\\end{figure}";
        await using var driver = await OperatorDriver.OpenAsync(new LatexFigureContextExtractorMapper(new()));
        await driver.ApplyAsync($"See \\ref{{f:a}}.\n\nNot \\ref{{f:ab}}, \\ref{{ f:a}} or \\cite{{f:a}}.\n\n{Figure}\n\nBoth \\cref{{x, f:a ,y}}.\n\n\\begin{{table}}\\ref{{f:a}}\\end{{table}}");

        Assert.Equal(["See \\ref{f:a}.", "Both \\cref{x, f:a ,y}."], (object?[])Assert.Single(driver.Out).Meta["citing_paragraphs"]!);
    }
}
