using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Imaging.Charts;

namespace Streaming.Models.Operators.Synthesis.Charts;

/// <summary>What a model chose: which chart shows a table best.</summary>
/// <param name="Chart">The chart.</param>
/// <param name="Json">The choice as one line of JSON: <c>mark</c>, <c>x</c>, <c>y</c>, <c>title</c>.</param>
internal sealed record ChartChoice(Chart Chart, string Json)
{
    private const int MostSeries = 8;
    private const int LongestTitle = 80;
    private static readonly string[] _marks = [.. Enum.GetNames<ChartMark>().Select(name => name.ToLowerInvariant())];

    /// <summary>The question's schema for a table: only its own columns can be named.</summary>
    public static JsonElement SchemaOf(ValueTable table) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["mark"] = OneOf(_marks),
            ["x"] = OneOf(table.Columns),
            ["y"] = new JsonObject { ["type"] = "array", ["items"] = OneOf(table.Figures) },
            ["title"] = new JsonObject { ["type"] = "string" },
        },
        ["required"] = new JsonArray("mark", "x", "y", "title"),
        ["additionalProperties"] = false,
    });

    /// <summary>Reads an answer.</summary>
    /// <exception cref="AnswerException">It names no chart that can show the table; the message says what can.</exception>
    public static ChartChoice Read(ValueTable table, string text)
    {
        var json = JsonAnswer.Read(text);
        var mark = ChartMark.Bar;
        if (json.ValueKind != JsonValueKind.Object || Array.IndexOf(_marks, TextOf(json, "mark").ToLowerInvariant()) is var at && at < 0)
        {
            throw new AnswerException($"\"mark\" is one of {string.Join(", ", _marks)}.");
        }

        mark = (ChartMark)at;
        var x = Named(TextOf(json, "x"), table.Columns, "x");
        var y = ListOf(json).Select(name => Named(name, table.Figures, "y")).Distinct().ToList();
        Check(table, mark, x, y);
        var title = TextOf(json, "title").ReplaceLineEndings(" ").Trim();
        return Of(table, mark, x, y, title.Length <= LongestTitle ? title : title[..LongestTitle]);
    }

    private static void Check(ValueTable table, ChartMark mark, string x, List<string> y)
    {
        var wrong = y.Count is 0 or > MostSeries ? $"\"y\" names 1 to {MostSeries} columns."
            : y.Contains(x) ? "\"x\" is no column of \"y\"."
            : mark == ChartMark.Scatter && !table.Figures.Contains(x) ? "\"x\" of a scatter chart is a column of figures."
            : mark == ChartMark.Pie && y.Count > 1 ? "A pie shows one column."
            : mark == ChartMark.Pie && (table.Numbers(y[0]).Any(v => v < 0) || table.Numbers(y[0]).All(v => !(v > 0))) ? "A pie shows shares of a whole; this column has figures below zero or none above."
            : null;
        if (wrong is not null)
        {
            throw new AnswerException(wrong);
        }
    }

    private static ChartChoice Of(ValueTable table, ChartMark mark, string x, List<string> y, string title)
    {
        var places = mark is ChartMark.Scatter or ChartMark.Line && table.Figures.Contains(x) && table.Numbers(x).All(double.IsFinite) ? table.Numbers(x) : null;
        var chart = new Chart(mark, title, x, table.Cells(x), places, y.ConvertAll(name => new ChartSeries(name, table.Numbers(name))));
        var json = new JsonObject { ["mark"] = _marks[(int)mark], ["x"] = x, ["y"] = new JsonArray([.. y.Select(name => (JsonNode?)name)]), ["title"] = title };
        return new(chart, json.ToJsonString());
    }

    // Models change the case of names, and little else.
    private static string Named(string name, IReadOnlyList<string> known, string field) =>
        known.Contains(name) ? name : known.FirstOrDefault(k => k.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw new AnswerException($"\"{field}\" is named of these columns: {string.Join(", ", known)}.");

    private static string TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : throw new AnswerException($"There is no text \"{name}\".");

    private static IEnumerable<string> ListOf(JsonElement json) =>
        !json.TryGetProperty("y", out var list) ? throw new AnswerException("There is no list \"y\".")
        : list.ValueKind == JsonValueKind.String ? [list.GetString()!]
        : list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(name => name.ToString())
        : throw new AnswerException("\"y\" is a list of names.");

    private static JsonObject OneOf(IEnumerable<string> words) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]) };
}
