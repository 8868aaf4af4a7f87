namespace Streaming.Operators.Packing;

/// <summary>Best-fit-decreasing bin packing in O(n log n) ("Fewer Truncations Improve Language Modeling", arXiv 2404.10830, algorithm 1).</summary>
/// <remarks>
/// Items are taken longest first (among equals the earlier one) and each goes into the fullest bin that has room for it (among equals the one filled last).
/// Bins are at most 11/9 of the optimum plus 4 (Johnson 1974). Working memory is kept between calls: an instance belongs to one thread at a time.
/// </remarks>
internal sealed class BestFitPacking
{
    private readonly int _max;
    private readonly CapacityTree _rooms;
    private readonly int[] _topBin;
    private long[] _order = [];
    private int[] _binBelow = [];

    /// <summary>For bins of <paramref name="max"/> tokens.</summary>
    public BestFitPacking(int max)
    {
        _max = max;
        _rooms = new(max);
        _topBin = new int[max + 1];
        Array.Fill(_topBin, -1);
    }

    /// <summary>Puts each item into a bin: <paramref name="binOf"/> gets its number.</summary>
    /// <param name="lengths">1 … max each.</param>
    /// <param name="binOf">As long as <paramref name="lengths"/>.</param>
    /// <returns>The number of bins; they are numbered from 0 in the order in which they were opened.</returns>
    public int Pack(ReadOnlySpan<int> lengths, Span<int> binOf)
    {
        Sort(lengths);
        var bins = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            var item = (int)_order[i];
            var length = lengths[item];
            var room = _rooms.AtLeast(length);
            var bin = room < 0 ? bins++ : Take(room);
            binOf[item] = bin;
            Put(bin, (room < 0 ? _max : room) - length);
        }

        _rooms.Clear();
        Array.Fill(_topBin, -1);
        return bins;
    }

    // One key holds both criteria: descending length above, ascending index below.
    private void Sort(ReadOnlySpan<int> lengths)
    {
        if (_order.Length < lengths.Length)
        {
            _order = new long[lengths.Length];
            _binBelow = new int[lengths.Length];
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(lengths[i], 1, nameof(lengths));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths[i], _max, nameof(lengths));
            _order[i] = ((long)(_max - lengths[i]) << 32) | (uint)i;
        }

        _order.AsSpan(0, lengths.Length).Sort();
    }

    private int Take(int room)
    {
        var bin = _topBin[room];
        _topBin[room] = _binBelow[bin];
        if (_topBin[room] < 0)
        {
            _rooms.Remove(room);
        }

        return bin;
    }

    private void Put(int bin, int room)
    {
        if (room == 0)
        {
            return;
        }

        if (_topBin[room] < 0)
        {
            _rooms.Add(room);
        }

        _binBelow[bin] = _topBin[room];
        _topBin[room] = bin;
    }
}
