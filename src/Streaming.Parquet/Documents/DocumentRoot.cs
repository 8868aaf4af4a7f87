using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Documents;

/// <summary>The documents of one path option.</summary>
/// <param name="Name">The split's name.</param>
/// <param name="Files">The files, by ordinal path.</param>
internal sealed record DocumentRoot(string Name, IReadOnlyList<InputFile> Files)
{
    /// <summary>The documents of every path, as they are now.</summary>
    public static async ValueTask<IReadOnlyList<DocumentRoot>> FindAsync(FilesSourceOptions options, string baseFolder, CancellationToken abort)
    {
        var roots = new List<DocumentRoot>();
        var exclude = options.Exclude.Select(Glob.Below).ToArray();
        foreach (var path in options.Path)
        {
            var files = Directory.Exists(Path.GetFullPath(path, baseFolder))
                ? InputFiles.Below(Path.GetFullPath(path, baseFolder), Any(options.Include))
                : await InputFiles.FindAsync([path], baseFolder, [], abort);
            InputFile[] kept = [.. files.Where(f => !exclude.Any(e => e.Matches(f.Name)))];
            if (kept.Length == 0)
            {
                throw new BadInputException($"No document is left of '{path}': {files.Count} files fit include, exclude takes all of them.");
            }

            roots.Add(new(NameOf(path, roots), kept));
        }

        return roots;
    }

    private static Func<string, bool> Any(IEnumerable<string> globs)
    {
        Glob[] patterns = [.. globs.Select(Glob.Below)];
        return name => patterns.Any(p => p.Matches(name));
    }

    // The folder's own name; where two folders share it, the later one's path as the topology writes it.
    public static string NameOf(string path, IReadOnlyList<DocumentRoot> before)
    {
        var root = (Glob.IsPattern(path) ? Glob.Parse(path).Root : path).Replace('\\', '/').TrimEnd('/');
        var name = Path.GetFileName(root) is { Length: > 0 } last and not ("." or "..") ? last : "documents";
        return before.All(r => r.Name != name) ? name : before.All(r => r.Name != path) ? path : throw new BadInputException($"path: '{path}' is named twice.");
    }
}
