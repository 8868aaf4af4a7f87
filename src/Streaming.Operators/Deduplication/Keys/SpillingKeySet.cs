using System.Numerics;
using System.Runtime.CompilerServices;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>A set of hash keys, exact, in bounded memory: what does not fit lies in sorted files (a log-structured merge tree without deletes).</summary>
/// <remarks>
/// Half of the allowance is the table of the newest keys. When it is full it becomes a sorted run on disk; four runs of about one size are merged into one, so that
/// a key is rewritten log₄(keys / table) times and a look asks few runs. Each run has a filter in memory; together they take at most a quarter of the allowance, the
/// largest being folded when they grow beyond it. Keys must be uniformly distributed: use hashes.
/// </remarks>
/// <typeparam name="TKey"><see cref="ulong"/> or <see cref="UInt128"/>.</typeparam>
internal sealed class SpillingKeySet<TKey> : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int FanIn = 4;

    private readonly KeyTable<TKey> _table;
    private readonly long _filterAllowance;
    private readonly Func<string> _folder;
    private readonly List<(KeyRun<TKey> Run, KeyFilter<TKey> Filter)> _runs = [];
    private readonly int _tableKeys;

    /// <summary>An empty set.</summary>
    /// <param name="allowance">About how many bytes of memory it may take; while the table grows, another quarter of it.</param>
    /// <param name="folder">Makes the folder for spilled keys; asked on first use.</param>
    public SpillingKeySet(long allowance, Func<string> folder)
    {
        _tableKeys = (int)Math.Clamp(allowance / 2 / Unsafe.SizeOf<TKey>(), 64, Array.MaxLength / 16);
        _table = new(_tableKeys);
        _filterAllowance = allowance / 4;
        _folder = folder;
    }

    /// <summary>Keys in the set.</summary>
    public long Count => _table.Count + _runs.Sum(r => r.Run.Count);

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _table.Bytes + FilterBytes;

    /// <summary>Files on disk.</summary>
    public int RunCount => _runs.Count;

    private long FilterBytes
    {
        get
        {
            long bytes = 0;
            foreach (var (_, filter) in _runs)
            {
                bytes += filter.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>Adds a key; false where it was there already.</summary>
    public bool Add(TKey key)
    {
        if (Contains(key))
        {
            return false;
        }

        AddUnseen(key);
        return true;
    }

    /// <summary>Adds a key without a look at the disk, where it is likely to be new; it may be in the set.</summary>
    public void AddUnseen(TKey key)
    {
        if (_table.IsFull)
        {
            Spill();
        }

        _table.Add(key);
    }

    public bool Contains(TKey key)
    {
        if (_table.Contains(key))
        {
            return true;
        }

        foreach (var (run, filter) in _runs)
        {
            if (filter.MayContain(key) && run.Contains(key))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        foreach (var (run, _) in _runs)
        {
            run.Dispose();
        }

        _runs.Clear();
    }

    private void Spill()
    {
        var count = _table.Count;
        Append(new KeyArrayStream<TKey>(_table.SortInPlace()), count);
        _table.Clear();
        while (_runs.Count >= FanIn && Tier(_runs[^FanIn].Run.Count) == Tier(_runs[^1].Run.Count))
        {
            MergeNewest();
        }

        FoldFilters();
    }

    // Runs stand from the largest to the smallest, so the newest ones are those of one tier.
    private int Tier(long keys) => BitOperations.Log2((ulong)(keys / (_tableKeys / 2)) | 1) / 2;

    private void Append(IKeyStream<TKey> keys, long count)
    {
        var filter = new KeyFilter<TKey>(count, _filterAllowance / 2);
        var path = ScratchFile.In(_folder(), "keys");
        _runs.Add((KeyRun<TKey>.Write(path, keys, filter.Add), filter));
    }

    private void MergeNewest()
    {
        var parts = _runs.GetRange(_runs.Count - FanIn, FanIn);
        _runs.RemoveRange(_runs.Count - FanIn, FanIn);
        try
        {
            Append(new KeyMerge<TKey>(parts.Select(p => new KeyRunReader<TKey>(p.Run))), parts.Sum(p => p.Run.Count));
        }
        finally
        {
            parts.ForEach(p => p.Run.Dispose());
        }
    }

    private void FoldFilters()
    {
        while (FilterBytes > _filterAllowance && _runs.Select(r => r.Filter).Where(f => f.CanFold).MaxBy(f => f.Bytes) is { } largest)
        {
            largest.Fold();
        }
    }
}
