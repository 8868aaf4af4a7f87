using System.Collections;

namespace Streaming.Tables;

/// <summary>The files of one version in log order. Versions that only add share one growing array, so a commit costs its own files and not the table's.</summary>
internal sealed class FileList : IReadOnlyList<AddAction>
{
    private readonly Shared _shared;
    private readonly AddAction[] _files;

    private FileList(Shared _shared, AddAction[] _files, int count)
    {
        this._shared = _shared;
        this._files = _files;
        Count = count;
    }

    public static FileList Empty => new(new Shared(), [], 0);

    public int Count { get; }

    public AddAction this[int index] => index < Count ? _files[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Where a path stands, or -1.</summary>
    public int IndexOf(string path)
    {
        lock (_shared.Sync)
        {
            return _shared.Index.TryGetValue(path, out var at) && at < Count ? at : -1;
        }
    }

    /// <summary>This list and <paramref name="added"/>, whose paths are not in it.</summary>
    public FileList Append(IReadOnlyList<AddAction> added)
    {
        lock (_shared.Sync)
        {
            // Someone else went on from here already: their array holds other files behind our end.
            return _shared.Used == Count ? Extend(added) : Copy().Append(added);
        }
    }

    public IEnumerator<AddAction> GetEnumerator() => _files.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private FileList Extend(IReadOnlyList<AddAction> added)
    {
        var length = Count + added.Count;
        var target = _files;
        if (length > target.Length)
        {
            target = new AddAction[Math.Max(length, target.Length * 2)];
            _files.AsSpan(0, Count).CopyTo(target);
        }

        for (var i = 0; i < added.Count; i++)
        {
            target[Count + i] = added[i];
            _shared.Index[added[i].Path] = Count + i;
        }

        _shared.Used = length;
        return new(_shared, target, length);
    }

    private FileList Copy() => Empty.Append(new ArraySegment<AddAction>(_files, 0, Count));

    private sealed class Shared
    {
        public Lock Sync { get; } = new();

        // Guarded by Sync: entries at or above a list's count belong to later versions.
        public Dictionary<string, int> Index { get; } = new(StringComparer.Ordinal);

        public int Used { get; set; }
    }
}
