using System.Collections.Concurrent;
using System.Text.Json;

namespace Streaming.Operators.Tests.Parity;

/// <summary>The recorded results of one operator.</summary>
internal sealed class GoldenFile
{
    private static readonly ConcurrentDictionary<string, GoldenFile> Read = new();

    private readonly JsonDocument _document;

    private GoldenFile(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        _document = JsonDocument.Parse(File.ReadAllBytes(path));
    }

    /// <summary>The folder that paths are relative to.</summary>
    public string Folder { get; }

    /// <summary>The operator's name.</summary>
    public string Operator => _document.RootElement.GetProperty("op").GetString()!;

    /// <summary>filter, mapper, deduplicator, selector, grouper or formatter.</summary>
    public string Kind => _document.RootElement.GetProperty("kind").GetString()!;

    /// <summary>Whether datatrove was recorded, and not Data-Juicer.</summary>
    public bool IsDatatrove => _document.RootElement.TryGetProperty("datatrove", out _);

    /// <summary>What the file says about its figures; empty for exact.</summary>
    public string Tolerance => _document.RootElement.TryGetProperty("tolerance", out var t) ? t.GetString() ?? "" : "";

    /// <summary>The model that was put in the place of the one that the tool fetches; null where none was.</summary>
    public string? Model => _document.RootElement.TryGetProperty("model", out var model) ? Path.GetFullPath(Path.Combine(Folder, model.GetString()!)) : null;

    /// <summary>The cases.</summary>
    public IEnumerable<JsonElement> Cases => _document.RootElement.GetProperty("cases").EnumerateArray();

    /// <summary>Opens a file; each is read once.</summary>
    public static GoldenFile Open(string path) => Read.GetOrAdd(path, p => new(p));

    /// <summary>The files of a folder that hold recorded results.</summary>
    public static IEnumerable<GoldenFile> In(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Open).Where(f => f._document.RootElement.TryGetProperty("cases", out _));

    /// <summary>The case of that name.</summary>
    public JsonElement Case(string name) => Cases.Single(c => c.GetProperty("name").GetString() == name);

    /// <summary>The input rows of a case, by id or written out, in its order.</summary>
    public IReadOnlyList<JsonElement> Inputs(JsonElement @case) => Inputs(@case, @case.GetProperty("inputs").EnumerateArray());

    /// <summary>The same of the given ids.</summary>
    public IReadOnlyList<JsonElement> Inputs(JsonElement @case, IEnumerable<JsonElement> ids)
    {
        var inputs = ids.ToList();
        if (!@case.TryGetProperty("inputs_file", out var file))
        {
            return inputs;
        }

        var rows = File.ReadLines(Path.Combine(Folder, file.GetString()!))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(row => row.GetProperty("id").GetString()!);
        return [.. inputs.Select(id => rows[id.GetString()!])];
    }
}
