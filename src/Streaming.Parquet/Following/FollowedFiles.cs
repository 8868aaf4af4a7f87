using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Following;

/// <summary>The files of folders and globs, and those that come later: each once, as soon as it is complete (docs/following.md). What comes together comes in ordinal order.</summary>
/// <remarks>A file is complete when it has its name: writers rename it into place. Listing every so often is what counts; a watcher only makes it sooner.</remarks>
/// <param name="paths">Folders, globs, or files.</param>
/// <param name="baseFolder">Where relative paths start.</param>
/// <param name="fits">Which paths below a folder are taken; globs decide for themselves.</param>
/// <param name="pollEvery">How often the folders are listed.</param>
/// <param name="time">The clock.</param>
internal sealed class FollowedFiles(IReadOnlyList<string> paths, string baseFolder, Func<string, bool> fits, TimeSpan pollEvery, TimeProvider time)
{
    // A folder on a share may be away for a moment; one that stays away is a fault.
    private const int MostFailures = 12;

    // Files come in bursts: what a watcher tells within this time is looked for once.
    private static readonly TimeSpan _burst = TimeSpan.FromMilliseconds(200);

    private volatile bool _stopsAtEnd;

    /// <summary>Paths below the folder or the glob's root that are left out.</summary>
    public Func<string, bool> IsExcluded { get; init; } = _ => false;

    /// <summary>Makes <see cref="ReadAllAsync"/> end with the files that are there when it begins.</summary>
    public void StopAtEnd() => _stopsAtEnd = true;

    /// <summary>The files that are there now.</summary>
    /// <exception cref="BadInputException">A folder is missing, or is a Delta table.</exception>
    public IReadOnlyList<InputFile> ListNow() => [.. paths.SelectMany(List).DistinctBy(f => f.FullPath)];

    /// <summary>The files that are there, then those that come. Ends only when it is stopped.</summary>
    public async IAsyncEnumerable<InputFile> ReadAllAsync([EnumeratorCancellation] CancellationToken abort)
    {
        var files = ListNow();
        using var watch = new FolderWatch(paths.Select(RootOf));

        // Names are kept for good: a name that was read and comes again is the same split, which was read.
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            foreach (var file in files.Where(f => known.Add(f.Name)))
            {
                yield return file;
            }

            if (_stopsAtEnd)
            {
                yield break;
            }

            files = await NextAsync(watch, abort);
        }
    }

    /// <summary>The files of recorded splits, in the order in which the splits were first read: what a replay reads.</summary>
    /// <exception cref="BadInputException">One of them is gone.</exception>
    public IReadOnlyList<InputFile> Recorded(IReadOnlyList<RecordedRun> runs)
    {
        var files = ListNow().ToDictionary(f => f.Name, StringComparer.Ordinal);
        return
        [
            .. runs.Select(r => r.Split.Name).Distinct().Select(name => files.GetValueOrDefault(name)
                ?? throw new BadInputException($"File '{name}' was read when the epochs were made, and is gone: bring it back to replay them.")),
        ];
    }

    /// <summary>What keeps <see cref="ListNow"/> from listing, path by path.</summary>
    public IEnumerable<string> Problems() => paths.Select(p => InputFiles.ProblemOf(() => List(p))).OfType<string>();

    private async ValueTask<IReadOnlyList<InputFile>> NextAsync(FolderWatch watch, CancellationToken abort)
    {
        for (var failures = 0; ; failures++)
        {
            if (await watch.WaitAsync(pollEvery, time, abort))
            {
                await Task.Delay(pollEvery < _burst ? pollEvery : _burst, time, abort);
            }

            try
            {
                return ListNow();
            }
            catch (Exception e) when (failures < MostFailures && e is BadInputException or IOException or UnauthorizedAccessException)
            {
                // Folders come and go while they are listed: the next time may be better.
            }
        }
    }

    private List<InputFile> List(string path)
    {
        if (StorePlace.IsAddress(path))
        {
            throw new BadInputException($"'{path}': addresses are not followed yet; read it without follow, run by run.");
        }

        var full = Path.GetFullPath(path, baseFolder);
        if (File.Exists(full))
        {
            return [new(full, Named(path, Path.GetFileName(full)), new FileInfo(full).Length)];
        }

        if (TableFiles.IsTable(full))
        {
            throw new BadInputException($"'{path}' is a Delta table, and tables are not followed: read it without follow, run by run.");
        }

        var isGlob = !Directory.Exists(full) && Glob.IsPattern(path);
        var root = RootOf(path);
        if (!Directory.Exists(root))
        {
            throw new BadInputException($"There is no folder to follow at '{path}' (looked for {root}).");
        }

        Func<string, bool> matches = isGlob ? Glob.Parse(path).Matches : fits;
        return [.. InputFiles.Below(root, name => matches(name) && !IsUnfinished(name) && !IsExcluded(name)).Select(f => f with { Name = Named(path, f.Name) })];
    }

    // Hidden names (a dot or an underscore first) are left out by the listing.
    private static bool IsUnfinished(string name) =>
        name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase);

    private string RootOf(string path)
    {
        var full = Path.GetFullPath(path, baseFolder);
        return File.Exists(full) ? Path.GetDirectoryName(full)!
            : !Directory.Exists(full) && Glob.IsPattern(path) ? Path.GetFullPath(Glob.Parse(path).Root, baseFolder)
            : full;
    }

    // A split's name must not depend on which files happen to be there: with several paths it always begins with its own.
    private string Named(string path, string name) =>
        paths.Count == 1 ? name : $"{(Glob.IsPattern(path) ? Glob.Parse(path).Root : path).Replace('\\', '/').TrimEnd('/')}/{name}";
}
