using System.Numerics;
using System.Runtime.CompilerServices;
using RocksDbSharp;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Says of most keys that they are not in the database, without a look at it: a few filters over all of its files, one cache line a look at each.</summary>
/// <remarks>
/// <para>The filters of the files would each have to be asked, through the block cache: some microseconds a key, and most keys are new. Where a filter is full another one follows, eight times as large, while there is memory: at most
/// four, and nothing that is there is read again. After that they fill beyond 12 bits a key, and more keys pass.</para>
/// <para>At the start the first one is made from the database, some entries with each key that is asked for, so that no start is waited for; until it is made the database answers alone. Keys that are void stay, which only costs looks.</para>
/// </remarks>
internal sealed class RocksFilter<TKey>(RocksDb db, long mostBytes) : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int FirstShare = 64;
    private const int Growth = 8;
    private const int BitsPerKey = 12;

    // Entries that are read with each key that is asked for: without a filter a key costs as much as many of them.
    private const int Pace = 32;

    private readonly List<(KeyFilter<TKey> Filter, long Keys)> _filters = [];
    private Iterator? _entries;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _filters.Sum(f => f.Filter.Bytes);

    /// <summary>Whether the database has to be asked for the key.</summary>
    public bool MayHold(TKey key)
    {
        if (_entries is not null)
        {
            return true;
        }

        // The newest is the largest, but for the last.
        for (var i = _filters.Count - 1; i >= 0; i--)
        {
            if (_filters[i].Filter.MayContain(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins to read a database that holds about so many keys.</summary>
    public void Read(long keys)
    {
        _filters.Add((new(Math.Max(keys, mostBytes / FirstShare * 8 / BitsPerKey), mostBytes), keys));
        _entries = db.NewIterator().SeekToFirst();
        Step();
    }

    /// <summary>Reads some entries more, where there is something to read.</summary>
    public void Step()
    {
        for (var i = 0; _entries is not null && i < Pace; i++)
        {
            if (!_entries.Valid())
            {
                // At the end, or before what cannot be read: a filter without that would call keys new that are not.
                Native.Instance.rocksdb_iter_get_error(_entries.Handle);
                Dispose();
                return;
            }

            if (_entries.GetKeySpan() is var key && key.Length == Unsafe.SizeOf<TKey>())
            {
                _filters[0].Filter.Add(TKey.ReadBigEndian(key, isUnsigned: true));
            }

            _entries.Next();
        }
    }

    /// <summary>Adds keys that are written: those that the entries which are still to be read do not have.</summary>
    public void Add(ReadOnlySpan<TKey> keys)
    {
        var at = Emptiest();
        var (filter, held) = _filters[at];
        foreach (var key in keys)
        {
            filter.Add(key);
        }

        _filters[at] = (filter, held + keys.Length);
    }

    public void Dispose()
    {
        _entries?.Dispose();
        _entries = null;
    }

    // The filter with the most bits a key, or another one where that is full and there is memory for one that helps.
    private int Emptiest()
    {
        var at = _filters.IndexOf(_filters.MinBy(f => (double)f.Keys / f.Filter.Bytes));
        var last = _filters[^1].Filter.Bytes;
        var next = Math.Min(last * Growth, mostBytes - Bytes);
        if (_filters[at].Keys * BitsPerKey < _filters[at].Filter.Bytes * 8 || next < last / 2)
        {
            return at;
        }

        _filters.Add((new(next * 8 / BitsPerKey, next), 0));
        return _filters.Count - 1;
    }
}
