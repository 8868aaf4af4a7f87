namespace Streaming.Models.Completions;

/// <summary>
/// Completions that were paid for, on disk: what is put is there after a kill of the process, and the oldest go when there are too many bytes. May be used from
/// any thread; several processes may share a folder, each appends to files of its own and knows what the others had written when it came.
/// </summary>
/// <remarks>
/// A record reaches the operating system before <see cref="Put"/> returns, which a kill does not undo; it is not forced to the disk each time, so a power cut may
/// cost the last ones: they are asked for again. In memory it holds some 50 bytes for each completion.
/// </remarks>
internal sealed class CompletionStore : IDisposable
{
    private const string Ending = ".completions";

    // As many files share the bytes, so that the oldest can go in small parts.
    private const int Segments = 8;

    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<CompletionKey, Place> _places = [];
    private readonly LinkedList<CompletionSegment> _segments = [];
    private CompletionSegment? _open;
    private long _number;
    private long _bytes;

    /// <summary>Opens a folder, which is made if need be.</summary>
    /// <exception cref="IOException">It cannot be used.</exception>
    public CompletionStore(string folder, long maxBytes)
    {
        (_folder, _maxBytes) = (folder, maxBytes);
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal).ToList())
        {
            Load(path);
        }

        DropOldest();
    }

    /// <summary>The number of completions.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>Bytes of its files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The completion of a key, or null.</summary>
    public Completion? Find(CompletionKey key)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                return null;
            }

            if (place.Segment.Read(place.At, place.Length) is { } record && CompletionRecord.KeyOf(record) == key)
            {
                return CompletionRecord.Decode(record);
            }

            _places.Remove(key);
            return null;
        }
    }

    /// <summary>Keeps a completion. One that is larger than a file may be is not kept.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Put(CompletionKey key, Completion completion)
    {
        var record = CompletionRecord.Encode(key, completion);
        if (record.Length > Math.Min(_maxBytes, CompletionRecord.LongestBody))
        {
            return;
        }

        lock (_lock)
        {
            if (_open is null || _open.Bytes + record.Length > Math.Max(1, _maxBytes / Segments))
            {
                _open = CompletionSegment.Create(Path.Combine(_folder, $"{++_number:D10}-{Guid.NewGuid():N}{Ending}"));
                _segments.AddLast(_open);
            }

            var at = _open.Append(record);
            _bytes += record.Length;
            _places[key] = new Place(_open, at, record.Length);
            DropOldest();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }
    }

    private void Load(string path)
    {
        if (!long.TryParse(Path.GetFileName(path).Split('-')[0], out var number))
        {
            return;
        }

        _number = Math.Max(_number, number);
        var found = new List<(CompletionKey Key, long At, int Length)>();
        if (CompletionSegment.Open(path, (key, at, length) => found.Add((key, at, length))) is not { } segment)
        {
            return;
        }

        _segments.AddLast(segment);
        _bytes += segment.Bytes;
        foreach (var (key, at, length) in found)
        {
            _places[key] = new Place(segment, at, length);
        }
    }

    // Files that lost all their records go too: each run that is killed before its first completion would else leave one.
    private void DropOldest()
    {
        for (var node = _segments.First; node is not null && (_bytes > _maxBytes || node.Value.Bytes == 0); node = _segments.First)
        {
            var oldest = node.Value;
            if (oldest == _open)
            {
                return;
            }

            _segments.RemoveFirst();
            _bytes -= oldest.Bytes;
            foreach (var key in _places.Where(place => place.Value.Segment == oldest).Select(place => place.Key).ToList())
            {
                _places.Remove(key);
            }

            oldest.Dispose();
            File.Delete(oldest.Path);
        }
    }

    private readonly record struct Place(CompletionSegment Segment, long At, int Length);
}
