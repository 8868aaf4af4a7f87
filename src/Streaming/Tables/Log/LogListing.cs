using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Tables;

/// <summary>What the names in a log's folder say. Names that are none of the protocol's (temporary files, checksums, compacted entries) are passed over.</summary>
internal sealed partial class LogListing
{
    private readonly SortedSet<long> _entries = [];
    private readonly SortedDictionary<long, List<string>> _checkpoints = [];
    private bool _hasTornCheckpoint;

    /// <summary>Versions that have a checkpoint with all its parts, newest first, with the paths of the parts in order.</summary>
    public IEnumerable<(long Version, IReadOnlyList<string> Parts)> Checkpoints => _checkpoints.Reverse().Select(c => (c.Key, (IReadOnlyList<string>)c.Value));

    /// <summary>Whether nothing in the folder tells of a table, not even parts of a checkpoint.</summary>
    public bool IsEmpty => _entries.Count == 0 && _checkpoints.Count == 0 && !_hasTornCheckpoint;

    /// <summary>The newest version of the table, as far as the names tell.</summary>
    public long Newest => Math.Max(_entries.Count == 0 ? -1 : _entries.Max, _checkpoints.Count == 0 ? -1 : _checkpoints.Keys.Last());

    public static async ValueTask<LogListing> ReadAsync(IObjectStore store, string folder, string? startAfter, CancellationToken abort)
    {
        var listing = new LogListing();
        var parts = new Dictionary<(long Version, int Count), SortedDictionary<int, string>>();
        await foreach (var item in store.ListAsync(folder, startAfter, abort))
        {
            listing.Note(item.Path, StorePath.Folder(item.Path) == folder ? Name().Match(StorePath.FileName(item.Path)) : Match.Empty, parts);
        }

        // A part may be missing for ever where its writer died (protocol: "readers must ignore multi-part checkpoints with missing parts").
        foreach (var ((version, count), found) in parts)
        {
            if (found.Count == count)
            {
                listing._checkpoints.TryAdd(version, [.. found.Values]);
            }
            else
            {
                listing._hasTornCheckpoint = true;
            }
        }

        return listing;
    }

    /// <summary>Whether each entry above <paramref name="version"/> up to <see cref="Newest"/> is there.</summary>
    public bool HasAllAfter(long version) => _entries.GetViewBetween(version + 1, long.MaxValue).Count == Newest - version;

    private void Note(string path, Match name, Dictionary<(long Version, int Count), SortedDictionary<int, string>> parts)
    {
        if (!name.Success || !long.TryParse(name.Groups["version"].ValueSpan, CultureInfo.InvariantCulture, out var version))
        {
            return;
        }

        if (name.Groups["entry"].Success)
        {
            _entries.Add(version);
        }
        else if (!name.Groups["part"].Success)
        {
            _checkpoints[version] = [path];
        }
        else if (int.TryParse(name.Groups["part"].ValueSpan, CultureInfo.InvariantCulture, out var part)
            && int.TryParse(name.Groups["parts"].ValueSpan, CultureInfo.InvariantCulture, out var count) && part >= 1 && part <= count)
        {
            var found = parts.TryGetValue((version, count), out var known) ? known : parts[(version, count)] = [];
            found[part] = path;
        }
    }

    [GeneratedRegex(@"^(?<version>[0-9]{20})(?:(?<entry>\.json)|\.checkpoint(?:\.(?<part>[0-9]{10})\.(?<parts>[0-9]{10}))?\.parquet)$")]
    private static partial Regex Name();
}
