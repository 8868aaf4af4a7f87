using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Cleaning.Latex.Figures;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>
/// Makes a sample of every figure of a LaTeX document that has images: with its images' paths, caption and label, and the paragraphs that refer to it. Parts of a figure
/// are samples of their own and have the paragraphs of the whole too. A document without such figures is rejected.
/// </summary>
[Operator("latex_figure_context_extractor_mapper", Example = "{ citation_commands: ['\\ref', '\\cref'] }")]
internal sealed class LatexFigureContextExtractorMapper(LatexFigureContextExtractorMapperOptions options) : Expander
{
    public override RowSchema Describe(RowSchema input) => input
        .With(new(options.CaptionKey, ColumnType.String)).With(new(options.LabelKey, ColumnType.String)).With(new(options.ContextKey, new ListType(ColumnType.String)))
        .With(new(options.ParentCaptionKey, ColumnType.String)).With(new(options.ParentLabelKey, ColumnType.String)).With(new(KnownColumns.Images, KnownColumns.MediaType));

    protected override IReadOnlyList<Sample> Expand(Sample sample)
    {
        var figures = LatexFigureReader.Read(sample.Text);
        if (figures.Count == 0)
        {
            return [];
        }

        var paragraphs = new CitingParagraphs(sample.Text, options.ParagraphSeparator, options.CitationCommands);
        return [.. figures.Select((figure, i) => Fill(figures.Count == 1 ? sample : Part(sample, i), figure, paragraphs))];
    }

    protected override Rejection Explain(Sample sample) => new("the text has no figure with an image");

    private Sample Fill(Sample sample, LatexFigure figure, CitingParagraphs paragraphs)
    {
        sample.Images = [.. figure.Images.Select(path => new Media(null, path))];
        sample.Meta[options.CaptionKey] = figure.Caption;
        sample.Meta[options.LabelKey] = figure.Label;
        sample.Meta[options.ContextKey] = paragraphs.Of(figure.Whole?.Label ?? "").Concat(paragraphs.Of(figure.Label)).Distinct().ToArray<object?>();
        sample.Meta[options.ParentCaptionKey] = figure.Whole?.Caption ?? "";
        sample.Meta[options.ParentLabelKey] = figure.Whole?.Label ?? "";
        return sample;
    }
}

/// <summary>Options of <c>latex_figure_context_extractor_mapper</c>.</summary>
internal sealed record LatexFigureContextExtractorMapperOptions
{
    /// <summary>The commands that refer to labels.</summary>
    public IReadOnlyList<string> CitationCommands { get; init; } = ["\\ref", "\\cref", "\\Cref", "\\autoref"];

    /// <summary>What stands between two paragraphs.</summary>
    [MinLength(1)]
    public string ParagraphSeparator { get; init; } = "\n\n";

    /// <summary>The column for the caption.</summary>
    public string CaptionKey { get; init; } = "caption";

    /// <summary>The column for the label.</summary>
    public string LabelKey { get; init; } = "label";

    /// <summary>The column for the paragraphs that refer to the figure.</summary>
    public string ContextKey { get; init; } = "citing_paragraphs";

    /// <summary>The column for the caption of the figure that this one is a part of.</summary>
    public string ParentCaptionKey { get; init; } = "parent_caption";

    /// <summary>The column for that figure's label.</summary>
    public string ParentLabelKey { get; init; } = "parent_label";
}
