using System.Collections.Concurrent;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>Turns store paths into paths of the file system that stay within the root, makes folders durably, walks them in order.</summary>
internal sealed class LocalFolders(string root, SystemCalls system)
{
    private const int MaxLinks = 16;

    // Folders whose own name is known to be on the disk. Another process may have made a folder and not fsynced its parent yet, so each instance does it once.
    private readonly ConcurrentDictionary<string, bool> _durable = new();

    public string Root { get; } = Path.TrimEndingDirectorySeparator(root);

    /// <summary>The file of a checked path, links followed; refuses one that leads out.</summary>
    public string Resolve(string path) => Resolve(path, 0);

    /// <summary>As <see cref="Resolve(string)"/>, and makes the folder it lies in.</summary>
    public string Prepare(string path)
    {
        var file = Resolve(path);
        MakeDurable(Path.GetDirectoryName(file)!);
        return file;
    }

    /// <summary>The files below a folder, ordered by path, either the temporary ones or all others.</summary>
    public IEnumerable<StoredObject> Walk(string folder, string? startAfter, bool temporaries)
    {
        var start = folder.Length == 0 ? Root : Resolve(folder);
        return Directory.Exists(start) ? Walk(new DirectoryInfo(start), folder.Length == 0 ? "" : folder + "/", startAfter, temporaries) : [];
    }

    private string Resolve(string path, int links)
    {
        var full = Root;
        foreach (var segment in path.Split('/'))
        {
            full = Path.Join(full, segment);
            if (new FileInfo(full).LinkTarget is not null)
            {
                var inside = Path.GetRelativePath(Root, File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName).Replace('\\', '/');
                if (links >= MaxLinks || inside == ".." || inside.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(inside))
                {
                    throw new BadInputException($"The path '{path}' is refused: the link '{segment}' leads out of '{Root}'.");
                }

                full = inside == "." ? Root : Resolve(inside, links + 1);
            }
        }

        return full;
    }

    private void MakeDurable(string folder)
    {
        if (_durable.ContainsKey(folder))
        {
            return;
        }

        var existed = Directory.Exists(folder);
        var atTop = folder.Length <= Root.Length;
        if (Path.GetDirectoryName(folder) is { } parent && !(existed && atTop))
        {
            MakeDurable(parent);
            Directory.CreateDirectory(folder);
            system.FlushFolder(parent);
        }

        _durable[folder] = true;
    }

    private static IEnumerable<StoredObject> Walk(DirectoryInfo folder, string prefix, string? startAfter, bool temporaries)
    {
        foreach (var (path, item) in InOrder(folder, prefix))
        {
            if (item is DirectoryInfo below)
            {
                if (startAfter is null || string.CompareOrdinal(path, startAfter) > 0 || startAfter.StartsWith(path, StringComparison.Ordinal))
                {
                    foreach (var inner in Walk(below, path, startAfter, temporaries))
                    {
                        yield return inner;
                    }
                }
            }
            else if ((startAfter is null || string.CompareOrdinal(path, startAfter) > 0)
                && StorePath.IsTemporary(item.Name) == temporaries && Describe(path, (FileInfo)item) is { } found)
            {
                yield return found;
            }
        }
    }

    // A folder sorts by its name with the slash, or "a/x" would come before "a.b". Links to folders are not followed.
    private static List<(string Path, FileSystemInfo Item)> InOrder(DirectoryInfo folder, string prefix)
    {
        try
        {
            return folder.EnumerateFileSystemInfos()
                .Where(i => i is FileInfo || i.LinkTarget is null)
                .Select(i => (Path: prefix + i.Name + (i is DirectoryInfo ? "/" : ""), Item: i))
                .OrderBy(i => i.Path, StringComparer.Ordinal)
                .ToList();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static StoredObject? Describe(string path, FileInfo file)
    {
        try
        {
            return new(path, file.Length, file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
