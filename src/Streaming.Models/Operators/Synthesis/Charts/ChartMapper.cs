using Streaming.Imaging.Charts;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>
/// Turns tables into pictures: a model says which chart shows a table best (bar, line, scatter, pie; which columns; a title), and the chart is drawn from the table's own figures. Each chart is a picture more, marked at the
/// end of the text, with the choice in the column <c>charts</c>. Tables without a column of figures, or with more rows or columns than are readable, have none.
/// </summary>
/// <remarks>The model never sees or writes a pixel, so a chart shows no figure that the table has not. Drawn by ScottPlot with a font that is built in (DejaVu Sans; <c>font</c> names another, for scripts that it lacks).</remarks>
[Operator("chart_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, table_key: text }", Job = SurveyJob.Insight)]
internal sealed class ChartMapper(ChartMapperOptions options) : SynthesisOperator(options)
{
    private const string Task =
        "You are given a table. Say which chart shows best what is in it. Answer with one JSON object and nothing else: {\"mark\": \"bar|line|scatter|pie\", \"x\": \"column\", \"y\": [\"column\", …], \"title\": \"…\"}. \"x\" names the column of categories, or of places on the axis; \"y\" names columns of figures that share a unit. Bars compare, lines show a course in time, points show how two measures go together, a pie shows shares of a whole. The title is short and in the language of the table.";

    private SampleTables? _tables;

    public override RowSchema Describe(RowSchema input)
    {
        _ = Tables(input);
        return input.With(new(KnownColumns.Images, KnownColumns.MediaType)).With(new(options.Into, new ListType(ColumnType.String)));
    }

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        _tables = Tables(context.Input);
        ChartFonts.Open(options.Font);
    }

    protected override IReadOnlyList<Question> Ask(Sample sample) => sample.Meta[options.Into] is not null ? [] : [.. _tables!.Of(sample).Where(IsReadable).Take(options.MaxCharts).Select(About)];

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var choices = answers.Cast<ChartChoice>().ToList();
        if (choices.Count > 0)
        {
            sample.Images = [.. sample.Images, .. choices.Select(choice => new Media(ChartPicture.Draw(choice.Chart, options.Width, options.Height, options.Font), null))];
            sample.Text = string.Concat([sample.Text, .. choices.Select(_ => $"\n{SpecialTokens.Image}")]);
        }

        sample.Meta[options.Into] ??= choices.Select(choice => (object?)choice.Json).ToArray();
        outcome.Keep(sample);
    }

    private SampleTables Tables(RowSchema schema) => new(schema, options.TableKey, options.MaxRows, options.MaxColumns);

    private static bool IsReadable(ValueTable table) => table.Columns.Count > 1 && table.Figures.Count > 0 && table.Count > 1;

    private static Question About(ValueTable table) => new()
    {
        Turns = Question.Ask(Task, $"{table.Markdown()}\n\nColumns of figures: {string.Join(", ", table.Figures)}."),
        Schema = ChartChoice.SchemaOf(table),
        Read = text => ChartChoice.Read(table, text),
    };
}
