using System.Text.Json;

namespace Streaming.Tokenizers.Tests;

/// <summary>Finds the folders with a tokenizer and goldens, so that new ones drop in without a code change.</summary>
internal static class GoldenFolders
{
    private static readonly string OwnRoot = Path.Combine(AppContext.BaseDirectory, "Goldens");

    /// <summary>Each folder and kind of golden, as test data; one row that skips where there is none.</summary>
    public static IEnumerable<object[]> With(string kind)
    {
        var rows = Holding("golden.json")
            .Where(folder => Section(folder) is { } section && section.TryGetProperty(kind, out _))
            .Order(StringComparer.Ordinal)
            .Select(folder => new object[] { folder })
            .ToList();
        return rows.Count > 0 ? rows : [[""]];
    }

    /// <summary>The folders that hold a file of this name.</summary>
    public static IEnumerable<string> Holding(string file) =>
        Roots().SelectMany(root => Directory.EnumerateFiles(root, file, SearchOption.AllDirectories)).Select(path => Path.GetDirectoryName(path)!);

    /// <summary>The project's own folders that hold a file of this name.</summary>
    public static IEnumerable<string> Own(string file) =>
        Directory.EnumerateFiles(OwnRoot, file, SearchOption.AllDirectories).Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal);

    /// <summary>The part of a folder's golden.json that is about its tokenizer.</summary>
    public static JsonElement? Section(string folder)
    {
        var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json"))).RootElement;
        return golden.TryGetProperty("tokenizer", out var section) ? section.ValueKind == JsonValueKind.Object ? section : golden : null;
    }

    /// <summary>The whole golden.json of a folder.</summary>
    public static JsonElement Golden(string folder) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json"))).RootElement;

    /// <summary>The first existing one of the places: what the environment names, the shared folder beside the checkout; always the project's own set.</summary>
    private static IEnumerable<string> Roots()
    {
        var named = Environment.GetEnvironmentVariable("STREAMING_MODEL_GOLDENS")?.Split(':', StringSplitOptions.RemoveEmptyEntries);
        return (named ?? Shared()).Append(OwnRoot).Where(Directory.Exists);
    }

    private static string[] Shared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
            {
                return [Path.Combine(folder.Parent!.FullName, "shared", "models")];
            }
        }

        return [];
    }
}
