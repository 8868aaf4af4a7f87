using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Streaming.Imaging;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>Has a model that sees read the charts and tables in pictures: for each picture the rows of cells that it shows, of which the first has the names, in the column <c>chart_tables</c>; an empty table where it shows none.</summary>
/// <remarks>What a model reads off a chart is an estimate. The way back is <c>chart_mapper</c> with <c>table_key: chart_tables</c>.</remarks>
[Operator("extract_chart_table_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen2.5-vl }", Job = SurveyJob.Insight)]
internal sealed class ExtractChartTableMapper(ExtractChartTableMapperOptions options) : SynthesisOperator(options), IReadsMedia
{
    private const string Task =
        "Read the chart or table in this picture. Answer with one JSON object and nothing else: {\"columns\": [\"…\"], \"rows\": [[\"…\"]]}. The first column has the categories or the places on the axis, the others the figures of each series by its name; write figures as plain numbers. Where the picture shows neither a chart nor a table, both lists are empty.";

    private static readonly JsonElement _schema = JsonSerializer.Deserialize<JsonElement>(
        """{"type":"object","properties":{"columns":{"type":"array","items":{"type":"string"}},"rows":{"type":"array","items":{"type":"array","items":{"type":"string"}}}},"required":["columns","rows"],"additionalProperties":false}""");

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Meta[options.Into] is null ? sample.Images.Take(options.MaxImages) : [];

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.With(new(options.Into, new ListType(new ListType(new ListType(ColumnType.String)))));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample) =>
        [.. MediaOf(sample).Select(image => new Question { Turns = Question.Ask("", Task), Images = [MediaFiles.Read(image)], Schema = _schema, Read = Read })];

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        sample.Meta[options.Into] ??= answers.ToArray<object?>();
        outcome.Keep(sample);
    }

    private static object?[] Read(string text)
    {
        var json = JsonAnswer.Read(text);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("columns", out var columns) || !json.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
        {
            throw new AnswerException("It is no object with \"columns\" and \"rows\".");
        }

        var names = Cells(columns);
        var cells = rows.EnumerateArray().Select(Cells).ToList();
        return cells.TrueForAll(row => row.Length == names.Length)
            ? names.Length == 0 ? [] : [names, .. cells]
            : throw new AnswerException($"Each row has as many cells as there are columns: {names.Length}.");
    }

    private static object?[] Cells(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(cell => cell.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null ? cell.ToString() : throw new AnswerException("A cell is a text."))]
        : throw new AnswerException("Columns and rows are lists.");
}

/// <summary>Options of <c>extract_chart_table_mapper</c>.</summary>
internal sealed record ExtractChartTableMapperOptions : SynthesisOptions
{
    /// <summary>The column of tables, one for each picture. A sample that has it is left alone.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "chart_tables";

    /// <summary>The most pictures of a sample that are read, from the first.</summary>
    [Range(1, 1_000)]
    public int MaxImages { get; init; } = 16;
}
