using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streaming.Cli;

/// <summary>Writes JSON for other programs: one object on one line, or indented for files.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions _indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    public static string Of(JsonNode node) => node.ToJsonString(_compact);

    public static string Indented(JsonNode node) => node.ToJsonString(_indented);
}
