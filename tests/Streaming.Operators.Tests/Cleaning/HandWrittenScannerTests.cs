using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Streaming.Operators.Cleaning;
using Streaming.Operators.Cleaning.Latex;

namespace Streaming.Operators.Tests.Cleaning;

/// <summary>Mappers that scan by hand, because Data-Juicer's expressions would be slow or explode, against those expressions on random texts of the characters that matter.</summary>
public class HandWrittenScannerTests
{
    [Fact]
    public Task Tables() => HoldAsync(new RemoveTableTextMapper(new() { MaxCol = 6 }), ["a", "bc", "|", "|", " ", "\t", "\n", "\n", "\r", "é"], 40, text =>
    {
        for (var separators = 1; separators < 6; separators++)
        {
            text = Regex.Replace(text, string.Create(CultureInfo.InvariantCulture, $@"(?<=\n)((\S+?)([ |\t](\S+?)){{{separators}}}\n+){{2,}}"), "");
        }

        return text;
    });

    [Fact]
    public Task Headings() => HoldAsync(
        new RemoveHeaderMapper(new()), ["\\section", "\\subparagraph", "\\part", "\\partly", "*", "[", "]", "{", "}", "x", "\n", "\\"], 12, text =>
        {
            const string Heading = @"\\\b(?:chapter|part|(?:sub)*section|(?:sub)?paragraph)\b\*?(?:\[(.*?)\])?\{(.*?)\}";
            var match = Regex.Match(text, Heading, RegexOptions.Singleline);
            return match.Success ? text[match.Index..] : "";
        });

    [Fact]
    public Task Bibliographies() => HoldAsync(
        new RemoveBibliographyMapper(), ["\\appendix", "\\begin{references}", "\\bibliography{", "\\bibliography", "{", "}", "x", "\n"], 10, text =>
            Regex.Replace(text, @"(\\appendix|\\begin\{(?:references|REFERENCES|thebibliography)\}|\\bibliography\{.*\}).*$", "", RegexOptions.Singleline));

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public Task Comments(bool inline, bool multiline) => HoldAsync(
        new RemoveCommentsMapper(new() { Inline = inline, Multiline = multiline }), ["%", "%", "\\", "a", " ", "\n", "\r"], 14, text =>
        {
            text = inline ? Regex.Replace(text, @"[^\\]%.+$", "", RegexOptions.Multiline) : text;
            return multiline ? Regex.Replace(text, @"^%.*\n?", "", RegexOptions.Multiline) : text;
        });

    [Fact]
    public Task Copyrights() => HoldAsync(
        new CleanCopyrightMapper(), ["/*", "*/", "*", "/", "copyRight", "a", "\n", "#", "--", "//"], 10, text =>
        {
            var comment = Regex.Match(text, @"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/");
            return !comment.Success ? Regex.Replace(text, @"\A(?:(?://|#|--)[^\n]*(?:\n|\z)|\n)+", "")
                : comment.Value.Contains("copyright", StringComparison.OrdinalIgnoreCase) ? text.Remove(comment.Index, comment.Length) : text;
        });

    [Fact]
    public Task Repeated_sentences() => HoldAsync(
        new RemoveRepeatSentencesMapper(new() { MinRepeatSentenceLength = 1, IgnoreSpecialCharacter = false }),
        ["ab", "c", ".", "!", "？", "…", "”", "’", "6", "{", " ", "\n", "😀"],
        24,
        text =>
        {
            var seen = new HashSet<string>();
            return string.Join('\n', text.Split('\n').Select(line => string.Concat(Cut(line).Where(s => s.Trim().Length == 0 || seen.Add(s.Trim())))));
        });

    [Fact]
    public Task Macros() => HoldAsync(
        new ExpandMacroMapper(), ["\\newcommand", "*", "{\\a}", "{\\ab}", "{x}", "{\\ab }", "\\def", "\\a", "\\ab", " ", "\n", "1", "😀"], 16, text =>
        {
            var macros = new OrderedDictionary<string, string>();
            foreach (var definition in (string[])[@"\\newcommand\b\*?\{(\\[a-zA-Z0-9]+?)\}\{(.*?)\}$", @"\\def\s*(\\[a-zA-Z0-9]+?)\s*\{(.*?)\}$"])
            {
                foreach (Match match in Regex.Matches(text, definition, RegexOptions.Multiline))
                {
                    macros[match.Groups[1].Value] = match.Groups[2].Value;
                }
            }

            return macros.Aggregate(text, (t, m) => Regex.Replace(t, $"({Regex.Escape(m.Key)})([^a-zA-Z0-9])", found => m.Value + found.Groups[2].Value));
        });

    private static string[] Cut(string line) =>
        ((string[])["([.。！!？?])([^’”])", "(\\.{6})([^’”])", "(…{2})([^’”])", "([.。！!？?.{6}…{2}][’”])([^’”])"])
            .Aggregate(line, (text, rule) => Regex.Replace(text, rule, "$1\n$2")).Split('\n');

    private static async Task HoldAsync(Mapper mapper, string[] parts, int length, Func<string, string> expected)
    {
        var random = new Random(17);
        var texts = Enumerable.Range(0, 20_000).Select(_ => Text(random, parts, random.Next(length))).ToArray();
        await using var driver = await OperatorDriver.OpenAsync(mapper);
        await driver.ApplyAsync(texts);

        Assert.Empty(driver.DeadLetters);
        var changed = 0;
        foreach (var (before, after) in texts.Zip(driver.Texts))
        {
            Assert.Equal($"{before}\n-> {expected(before)}", $"{before}\n-> {after}");
            changed += before == after ? 0 : 1;
        }

        Assert.InRange(changed, 200, texts.Length - 200);
    }

    private static string Text(Random random, string[] parts, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            text.Append(parts[random.Next(parts.Length)]);
        }

        return text.ToString();
    }
}
