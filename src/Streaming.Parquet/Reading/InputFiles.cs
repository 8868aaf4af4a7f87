using System.IO.Enumeration;

namespace Streaming.Parquet.Reading;

/// <summary>Finds the files that <c>path</c> options name.</summary>
internal static class InputFiles
{
    /// <summary>The files of all entries: entry by entry, within one by ordinal path. A file that two entries name is read once.</summary>
    /// <param name="paths">Files, folders (their files of a fitting suffix, at any depth), Delta tables (the files of their newest version, in log order) or globs; paths or addresses.</param>
    /// <param name="baseFolder">Where relative paths start.</param>
    /// <param name="suffixes">Of files taken from folders.</param>
    /// <param name="abort">Stops.</param>
    public static async ValueTask<IReadOnlyList<InputFile>> FindAsync(IReadOnlyList<string> paths, string baseFolder, IReadOnlyList<string> suffixes, CancellationToken abort)
    {
        var files = new List<InputFile>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in await ExpandAsync(path, baseFolder, suffixes, abort) ?? await TableFiles.ReadAsync(StorePlace.Full(path, baseFolder), abort))
            {
                if (known.Add(file.FullPath))
                {
                    files.Add(Distinct(file, path, names));
                }
            }
        }

        return files;
    }

    /// <summary>Whether a name ends with one of these.</summary>
    public static bool HasSuffix(string name, IReadOnlyList<string> suffixes) => suffixes.Any(s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>What keeps <see cref="FindAsync"/> from finding files, entry by entry; of addresses only what can be told without asking a server.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> paths, string baseFolder, IReadOnlyList<string> suffixes) =>
        paths.Select(p => StorePlace.IsAddress(p) ? AddressedFiles.ProblemOf(p) : ProblemOf(() => Expand(p, baseFolder, suffixes))).OfType<string>();

    /// <summary>What keeps files from being listed, or null.</summary>
    public static string? ProblemOf(Action list)
    {
        try
        {
            list();
            return null;
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return e.Message;
        }
    }

    private static InputFile Distinct(InputFile file, string path, HashSet<string> names)
    {
        if (names.Add(file.Name))
        {
            return file;
        }

        // 2023/part-0.parquet and 2024/part-0.parquet: the later entry's root, as written, tells them apart.
        var root = (Glob.IsPattern(path) ? Glob.Parse(path).Root : path).Replace('\\', '/').TrimEnd('/');
        var name = root.EndsWith("/" + file.Name, StringComparison.Ordinal) || root == file.Name ? root : $"{root}/{file.Name}";
        return names.Add(name) ? file with { Name = name } : throw new BadInputException($"Two files would be the split '{name}': name them by one glob over their common folder.");
    }

    // Null for a table: only its log knows the files.
    private static ValueTask<List<InputFile>?> ExpandAsync(string path, string baseFolder, IReadOnlyList<string> suffixes, CancellationToken abort) =>
        StorePlace.IsAddress(path) ? AddressedFiles.ExpandAsync(path, suffixes, abort) : new(Expand(path, baseFolder, suffixes));

    private static List<InputFile>? Expand(string path, string baseFolder, IReadOnlyList<string> suffixes)
    {
        var full = Path.GetFullPath(path, baseFolder);
        if (File.Exists(full))
        {
            return [new(full, Path.GetFileName(full), new FileInfo(full).Length)];
        }

        if (TableFiles.IsTable(full))
        {
            return null;
        }

        if (Directory.Exists(full))
        {
            var inside = Below(full, name => HasSuffix(name, suffixes), skipHidden: true);
            return inside.Count > 0 ? inside : throw new BadInputException($"The folder '{path}' has no {string.Join(" or ", suffixes)} files.");
        }

        if (!Glob.IsPattern(path))
        {
            throw new BadInputException($"There is no file or folder '{path}' (looked for {full}).");
        }

        var glob = Glob.Parse(path);
        var root = Path.GetFullPath(glob.Root, baseFolder);
        var found = Directory.Exists(root) ? Below(root, glob.Matches, skipHidden: !glob.NamesHidden) : [];
        return found.Count > 0 ? found : throw new BadInputException($"No file fits '{path}' (looked below {root}).");
    }

    /// <summary>The files below a folder whose relative path fits, by ordinal path.</summary>
    public static List<InputFile> Below(string root, Func<string, bool> fits, bool skipHidden = true)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var entries = new FileSystemEnumerable<InputFile>(
            root,
            (ref e) => new(e.ToFullPath(), Path.GetRelativePath(root, e.ToFullPath()).Replace('\\', '/'), e.Length),
            options)
        {
            ShouldIncludePredicate = (ref e) => !e.IsDirectory && !(skipHidden && IsHidden(e.FileName)),

            // A linked folder may lead back up: links to files are followed, links to folders are not.
            ShouldRecursePredicate = (ref e) => (e.Attributes & FileAttributes.ReparsePoint) == 0 && !(skipHidden && IsHidden(e.FileName)),
        };
        return [.. entries.Where(f => fits(f.Name)).Select(Resolved).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    private static InputFile Resolved(InputFile file) =>
        File.ResolveLinkTarget(file.FullPath, returnFinalTarget: true) is FileInfo { Exists: true } target ? file with { Size = target.Length } : file;

    // By the convention of Hadoop's and Spark's readers: _SUCCESS, _delta_log, .crc files are no input.
    internal static bool IsHidden(ReadOnlySpan<char> name) => name is ['.' or '_', ..];
}
