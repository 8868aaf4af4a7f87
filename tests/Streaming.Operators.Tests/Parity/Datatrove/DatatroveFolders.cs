namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>
/// Where recorded results of datatrove lie: the folders in <c>STREAMING_DATATROVE_GOLDENS</c> (separated by colons), by default the one shared with the project;
/// and every folder of <see cref="GoldenFolders"/>, whose files say themselves which tool they are of.
/// </summary>
internal static class DatatroveFolders
{
    private const string Variable = "STREAMING_DATATROVE_GOLDENS";

    /// <summary>The folders that exist.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Candidates().Where(Directory.Exists).Select(Path.GetFullPath).Distinct()];

    /// <summary>The recordings in all of them.</summary>
    public static IReadOnlyList<GoldenFile> Files { get; } = [.. All.SelectMany(GoldenFile.In).Where(file => file.IsDatatrove)];

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            foreach (var folder in given.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return folder;
            }
        }
        else if (GoldenFolders.RepositoryRoot() is { } root)
        {
            yield return Path.Combine(root, "..", "shared", "fixtures", "datatrove");
        }

        foreach (var folder in GoldenFolders.All)
        {
            yield return folder;
        }
    }
}
