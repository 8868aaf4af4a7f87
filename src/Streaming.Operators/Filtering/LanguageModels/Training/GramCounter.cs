namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Counts the longest runs of words. Frequent ones are counted in a table before they are sorted, so that what goes to disk is small.</summary>
/// <param name="shape">A run, with its count.</param>
/// <param name="allowance">About how many bytes of memory it may take.</param>
/// <param name="folder">Where files go.</param>
internal sealed class GramCounter(RecordShape shape, long allowance, string folder) : IDisposable
{
    private const int Smallest = 64;
    private const uint HashFactor = 0x9E3779B1;

    // Half for the sorter; of the rest a record, and two places to find it by.
    private readonly int _maxHeld = (int)Math.Clamp(allowance / 2 / ((shape.Width + 2) * sizeof(int)), Smallest, Array.MaxLength / (4 * shape.Width));
    private readonly RecordSorter _sorter = new(shape, allowance / 2, folder, sums: true);
    private int[] _records = new int[Smallest * shape.Width];
    private int[] _slots = new int[2 * Smallest];
    private int _held;

    /// <summary>Counts a run once more.</summary>
    public void Add(ReadOnlySpan<int> gram)
    {
        var slot = Find(gram);
        if (_slots[slot] == 0)
        {
            if (_held == _maxHeld || 2 * (_held + 1) > _slots.Length)
            {
                MakeRoom();
                slot = Find(gram);
            }

            gram.CopyTo(_records.AsSpan(_held * shape.Width));
            shape.Set(_records.AsSpan(_held * shape.Width, shape.Width), 0, 0L);
            _slots[slot] = ++_held;
        }

        var record = _records.AsSpan((_slots[slot] - 1) * shape.Width, shape.Width);
        shape.Set(record, 0, shape.Count(record) + 1);
    }

    /// <summary>All runs with their counts, sorted. Nothing may be added after.</summary>
    public IRecordStream Sorted(out long atMost)
    {
        Empty();
        (_records, _slots) = ([], []);
        atMost = _sorter.Count;
        return _sorter.Sorted();
    }

    public void Dispose() => _sorter.Dispose();

    private int Find(ReadOnlySpan<int> gram)
    {
        var hash = 0u;
        foreach (var word in gram)
        {
            hash = (uint.RotateLeft(hash, 5) ^ (uint)word) * HashFactor;
        }

        var slot = (int)((ulong)hash * (uint)_slots.Length >> 32);
        while (_slots[slot] != 0 && !_records.AsSpan((_slots[slot] - 1) * shape.Width, shape.Keys).SequenceEqual(gram))
        {
            slot = slot + 1 == _slots.Length ? 0 : slot + 1;
        }

        return slot;
    }

    private void MakeRoom()
    {
        if (_held == _maxHeld)
        {
            Empty();
            return;
        }

        var room = Math.Min(2 * _held, _maxHeld);
        Array.Resize(ref _records, room * shape.Width);
        _slots = new int[2 * room];
        for (var i = 0; i < _held; i++)
        {
            _slots[Find(_records.AsSpan(i * shape.Width, shape.Keys))] = i + 1;
        }
    }

    private void Empty()
    {
        for (var i = 0; i < _held; i++)
        {
            _sorter.Add(_records.AsSpan(i * shape.Width, shape.Width));
        }

        _held = 0;
        Array.Clear(_slots);
    }
}
