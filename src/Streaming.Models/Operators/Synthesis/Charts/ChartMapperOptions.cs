using System.ComponentModel.DataAnnotations;
using Streaming.Imaging.Charts;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>Options of <c>chart_mapper</c>.</summary>
internal sealed record ChartMapperOptions : SynthesisOptions, IValidatesOptions
{
    /// <summary>The column or tag of tables: lists of rows of cells, of which the first has the names, as <c>extract_tables_from_html_mapper</c> and <c>extract_chart_table_mapper</c> write them; in a text (<c>text</c>) the tables that are written as Markdown has them.</summary>
    [MinLength(1)]
    public string TableKey { get; init; } = "html_tables";

    /// <summary>The column of what was chosen for each chart, as JSON. A sample that has it is left alone.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "charts";

    /// <summary>The most charts of a sample; further tables have none.</summary>
    [Range(1, 64)]
    public int MaxCharts { get; init; } = 4;

    /// <summary>The most rows of a table that is drawn.</summary>
    [Range(2, 10_000)]
    public int MaxRows { get; init; } = 60;

    /// <summary>The most columns of a table that is drawn.</summary>
    [Range(2, 1_000)]
    public int MaxColumns { get; init; } = 20;

    /// <summary>The charts' width in pixels.</summary>
    [Range(64, 4_096)]
    public int Width { get; init; } = 640;

    /// <summary>The charts' height in pixels.</summary>
    [Range(64, 4_096)]
    public int Height { get; init; } = 480;

    /// <summary>The file of a TrueType or OpenType font; empty: DejaVu Sans, which is built in.</summary>
    [PathOption]
    public string Font { get; init; } = "";

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }

        if (Font.Length > 0 && FontProblem() is { } wrong)
        {
            yield return new("font", wrong);
        }
    }

    private string? FontProblem()
    {
        try
        {
            ChartFonts.Open(Font);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
