using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Page;

namespace Streaming.Cli.Analysis.Sections;

/// <summary>A part of a report: the same facts for people and for programs.</summary>
/// <param name="key">Its name in JSON, and its anchor.</param>
/// <param name="title">Its heading.</param>
internal abstract class ReportSection(string key, string title)
{
    public string Key { get; } = key;

    public string Title { get; } = title;

    public abstract JsonNode Json();

    /// <summary>Draws what comes under the heading.</summary>
    public abstract void Draw(HtmlPage page);

    protected static JsonNode? Finite(double number) => double.IsFinite(number) ? number : null;

    protected static JsonArray Array(IEnumerable<JsonNode?> items) => [.. items];
}
