namespace Streaming.Tokenizers.Models;

/// <summary>The symbols of a word while pairs of them are merged, lowest rank first, leftmost first among equals.</summary>
internal sealed class MergeSpace
{
    // Below this length looking at all pairs again after each merge is faster than a heap (measured on English, German and Chinese words).
    private const int Short = 48;
    private const int Never = int.MaxValue;

    private int[] _ids = new int[Short];
    private int[] _lengths = new int[Short];
    private int[] _previous = new int[Short];
    private int[] _next = new int[Short];
    private ulong[] _heap = new ulong[Short];
    private int _heapCount;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(int id, int length)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
        }

        _ids[Count] = id;
        _lengths[Count++] = length;
    }

    /// <summary>Merges, then adds the symbols left as tokens.</summary>
    public void Merge(PairMap merges, TokenList into)
    {
        if (Count <= Short)
        {
            MergeShort(merges);
        }
        else
        {
            MergeLong(merges);
        }

        var start = 0;
        for (var index = 0; index < Count; index++)
        {
            into.Add(_ids[index], start, start + _lengths[index]);
            start += _lengths[index];
        }
    }

    private void MergeShort(PairMap merges)
    {
        Span<int> ranks = stackalloc int[Short];
        for (var index = 0; index + 1 < Count; index++)
        {
            ranks[index] = RankOf(merges, index);
        }

        while (Count > 1 && LowestRank(ranks[..(Count - 1)]) is >= 0 and var best)
        {
            merges.TryGet(_ids[best], _ids[best + 1], out _, out _ids[best]);
            _lengths[best] += _lengths[best + 1];
            CloseGap(_ids, best + 1);
            CloseGap(_lengths, best + 1);
            CloseGap(ranks, best);
            Count--;
            if (best > 0)
            {
                ranks[best - 1] = RankOf(merges, best - 1);
            }

            if (best + 1 < Count)
            {
                ranks[best] = RankOf(merges, best);
            }
        }
    }

    private void CloseGap(Span<int> values, int at) => values[(at + 1)..Count].CopyTo(values[at..]);

    private static int LowestRank(ReadOnlySpan<int> ranks)
    {
        var best = -1;
        var rank = Never;
        for (var index = 0; index < ranks.Length; index++)
        {
            if (ranks[index] < rank)
            {
                (best, rank) = (index, ranks[index]);
            }
        }

        return best;
    }

    private int RankOf(PairMap merges, int index) => merges.TryGet(_ids[index], _ids[index + 1], out var rank, out _) ? rank : Never;

    /// <summary>A heap of (rank, place); entries whose pair has changed are skipped when they come up. O(n log n), also for a million equal letters.</summary>
    private void MergeLong(PairMap merges)
    {
        Link();
        for (var index = 0; index + 1 < Count; index++)
        {
            Offer(merges, index, index + 1);
        }

        while (_heapCount > 0)
        {
            var top = Pop();
            var place = (int)top;
            var next = _next[place];
            if (_lengths[place] == 0 || next < 0 || !merges.TryGet(_ids[place], _ids[next], out var rank, out var merged) || rank != (int)(top >> 32))
            {
                continue;
            }

            Join(place, next, merged);
            Offer(merges, _previous[place], place);
            Offer(merges, place, _next[place]);
        }

        Compact();
    }

    private void Link()
    {
        if (_next.Length < Count)
        {
            Array.Resize(ref _next, _ids.Length);
            Array.Resize(ref _previous, _ids.Length);
        }

        for (var index = 0; index < Count; index++)
        {
            _previous[index] = index - 1;
            _next[index] = index + 1 < Count ? index + 1 : -1;
        }

        _heapCount = 0;
    }

    private void Join(int place, int next, int merged)
    {
        _ids[place] = merged;
        _lengths[place] += _lengths[next];
        _lengths[next] = 0;
        _next[place] = _next[next];
        if (_next[place] >= 0)
        {
            _previous[_next[place]] = place;
        }
    }

    private void Compact()
    {
        var kept = 0;
        for (var index = 0; index < Count; index++)
        {
            if (_lengths[index] > 0)
            {
                (_ids[kept], _lengths[kept]) = (_ids[index], _lengths[index]);
                kept++;
            }
        }

        Count = kept;
    }

    private void Offer(PairMap merges, int left, int right)
    {
        if (left < 0 || right < 0 || !merges.TryGet(_ids[left], _ids[right], out var rank, out _))
        {
            return;
        }

        if (_heapCount == _heap.Length)
        {
            Array.Resize(ref _heap, _heapCount * 2);
        }

        var entry = ((ulong)(uint)rank << 32) | (uint)left;
        var place = _heapCount++;
        while (place > 0 && _heap[(place - 1) / 2] > entry)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = entry;
    }

    private ulong Pop()
    {
        var top = _heap[0];
        var last = _heap[--_heapCount];
        var place = 0;
        for (var child = 1; child < _heapCount; child = (place * 2) + 1)
        {
            child += child + 1 < _heapCount && _heap[child + 1] < _heap[child] ? 1 : 0;
            if (_heap[child] >= last)
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = last;
        return top;
    }
}
