using System.Text.Json;

namespace Streaming.Cli.Tests.Recipes;

/// <summary>Where Data-Juicer's recorded results lie: the folders in <c>STREAMING_GOLDENS</c> (separated by colons), by default those shared with the project.</summary>
internal static class RecordedRecipes
{
    /// <summary>The folders that exist.</summary>
    public static IEnumerable<string> Folders => (Environment.GetEnvironmentVariable("STREAMING_GOLDENS") is { Length: > 0 } given
        ? given.Split(':', StringSplitOptions.RemoveEmptyEntries)
        : [Path.Combine(Repository.Root, "..", "shared", "fixtures", "data-juicer")]).Where(Directory.Exists).Select(Path.GetFullPath);

    /// <summary>A file of JSON.</summary>
    public static JsonElement Open(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
