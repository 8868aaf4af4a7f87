using System.Text.Json;

namespace Streaming.Models.Tests.Goldens;

/// <summary>Finds the model folders with goldens, so that new ones drop in without a code change.</summary>
internal static class GoldenFolders
{
    public const string None = "No goldens of this kind: set STREAMING_MODEL_GOLDENS (folders, separated by colons) or put them under ../shared/models.";

    /// <summary>The folders whose golden.json has all these keys, as test data; one row that skips where there is none.</summary>
    public static IEnumerable<object[]> With(params string[] keys) => Rows(golden => keys.All(key => golden.TryGetProperty(key, out _)));

    /// <summary>The folders whose golden.json passes, as test data; one row that skips where there is none.</summary>
    public static IEnumerable<object[]> Rows(Func<JsonElement, bool> passes)
    {
        var rows = Holding("golden.json")
            .Where(folder => File.Exists(Path.Combine(folder, "config.json")) && passes(Golden(folder)))
            .Order(StringComparer.Ordinal)
            .Select(folder => new object[] { folder })
            .ToList();
        return rows.Count > 0 ? rows : [[""]];
    }

    /// <summary>The folders that hold a file of this name.</summary>
    public static IEnumerable<string> Holding(string file) =>
        Roots().SelectMany(root => Directory.EnumerateFiles(root, file, SearchOption.AllDirectories)).Select(path => Path.GetDirectoryName(path)!).Distinct();

    /// <summary>The whole golden.json of a folder.</summary>
    public static JsonElement Golden(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The folder of this name, or a skipped test.</summary>
    public static string Named(string name)
    {
        var folder = Roots().Select(root => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        Skip.If(folder is null, None);
        return folder!;
    }

    private static IEnumerable<string> Roots()
    {
        var named = Environment.GetEnvironmentVariable("STREAMING_MODEL_GOLDENS")?.Split(':', StringSplitOptions.RemoveEmptyEntries);
        return (named ?? Shared()).Where(Directory.Exists);
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
