using System.Text.Json;

namespace Streaming.Operators.Tests.Deduplication;

/// <summary>Recorded results of Data-Juicer, where they are at hand.</summary>
internal sealed record Golden(string Name, JsonElement Parameters, IReadOnlyList<Sample> Inputs, JsonElement Expected, string Folder)
{
    public IReadOnlyList<string> Kept => [.. Expected.GetProperty("kept").EnumerateArray().Select(id => id.GetString()!)];

    public IEnumerable<JsonElement> Hashes => Expected.GetProperty("hashes").EnumerateArray();

    /// <summary>The folder of recorded results, or null.</summary>
    public static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "fixtures", "data-juicer");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The whole file of an operator.</summary>
    public static JsonElement Open(string root, string @operator) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, @operator + ".json"))).RootElement;

    public static IEnumerable<Golden> CasesOf(string @operator)
    {
        var root = Root();
        Skip.If(root is null, "Recorded results of Data-Juicer are not at hand.");
        foreach (var each in Open(root, @operator).GetProperty("cases").EnumerateArray())
        {
            var lines = File.ReadLines(Path.Combine(root, each.GetProperty("inputs_file").GetString()!))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .ToDictionary(line => line.GetProperty("id").GetString()!, line => line.GetProperty("text").GetString()!);
            var inputs = each.GetProperty("inputs").EnumerateArray().Select((id, i) => Some.Sample(lines[id.GetString()!], id.GetString(), i));
            yield return new(each.GetProperty("name").GetString()!, each.GetProperty("params"), [.. inputs], each.GetProperty("expected"), root);
        }
    }

    public bool Flag(string name, bool otherwise) => Parameters.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    public int? Number(string name) => Parameters.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    public string? Text(string name) => Parameters.TryGetProperty(name, out var value) ? value.GetString() : null;
}
