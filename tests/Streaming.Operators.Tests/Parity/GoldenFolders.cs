namespace Streaming.Operators.Tests.Parity;

/// <summary>Where recorded results lie: the folders in <c>STREAMING_GOLDENS</c> (separated by colons), by default those shared with the project; and the project's own.</summary>
internal static class GoldenFolders
{
    private const string Variable = "STREAMING_GOLDENS";

    /// <summary>The folders that exist.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Candidates().Where(Directory.Exists).Select(Path.GetFullPath).Distinct()];

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "Goldens");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            foreach (var folder in given.Split(':', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return folder;
            }
        }
        else if (RepositoryRoot() is { } root)
        {
            yield return Path.Combine(root, "..", "shared", "fixtures", "data-juicer");
        }
    }

    /// <summary>The repository that the tests were built in; null where they run elsewhere.</summary>
    public static string? RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
