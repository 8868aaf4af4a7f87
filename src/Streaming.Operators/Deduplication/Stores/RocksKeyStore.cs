using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>
/// Keys in a RocksDB on local disk that stays from run to run. Every key carries the stamp of the epoch that brought it, and every sealed epoch leaves a mark: its stamp and the digest of the log up to it. At
/// the start the marks are held against the table's log; stamps beyond the last common mark are void, their keys count as never seen, and the rest of the log is replayed.
/// </summary>
/// <remarks>
/// No write-ahead log: the table's log is one. Keys wait in memory, over several epochs where they are few, and are then sorted and taken in as one file with their marks: all of it or nothing. So a kill costs only the replay
/// of what waited.
/// </remarks>
internal sealed class RocksKeyStore<TKey> : IKeyStore<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly RocksFolder _folder;
    private readonly RocksMarks _marks;
    private readonly FreshKeys<TKey> _fresh;
    private RocksFilter<TKey> _filter;
    private LogMark _held;
    private uint _stamp;

    private RocksKeyStore(RocksFolder folder, LogMark start)
    {
        _folder = folder;
        _marks = new(folder.Db);
        _fresh = new(folder.FreshBytes);
        _filter = new(folder.Db, folder.FilterBytes);
        _held = start;
    }

    public long Count { get; private set; }

    public long Bytes => _folder.MemoryBytes;

    public bool NeedsOwners => false;

    /// <summary>Opens the database in <paramref name="directory"/>, or the next one where another worker has it open.</summary>
    public static RocksKeyStore<TKey> Open(string directory, long memory, LogMark start) => new(RocksFolder.Open(directory, memory), start);

    public bool Holds(LogMark mark)
    {
        if (mark.Parts == _held.Parts + 1 && _marks.Find(mark))
        {
            _held = mark;
            return true;
        }

        return false;
    }

    public void Recover()
    {
        if (_held.Parts == 0 && _marks.HasAny)
        {
            // Another table's, or one that began anew: nothing in it is of use.
            _folder.Clear();
            _marks.Forget(_folder.Db);
            _filter = new(_folder.Db, _folder.FilterBytes);
        }

        (_stamp, Count) = _marks.RewindTo(_held.Parts);
        _filter.Read(Count);
    }

    public bool Contains(TKey key) => _fresh.Contains(key) || (_filter.MayHold(key) && IsWritten(key));

    public void Add(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> owners, Span<bool> isNew)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            isNew[i] = TryAdd(keys[i]);
        }
    }

    public void Replay(TKey key) => TryAdd(key);

    public void Seal(LogMark mark)
    {
        _fresh.Seal(mark, _stamp, Count);
        if (_fresh.IsNearlyFull)
        {
            Write(isLast: false);
        }

        _stamp++;
    }

    public void Dispose()
    {
        if (_fresh.Parts.Count > 0)
        {
            // What was added since the last barrier is nobody's.
            Write(isLast: true);
        }

        _filter.Dispose();
        _folder.Dispose();
    }

    // A key keeps the stamp of the first part that has it: a later one may become void.
    private bool TryAdd(TKey key)
    {
        _filter.Step();
        if (Contains(key))
        {
            return false;
        }

        if (_fresh.IsFull)
        {
            Write(isLast: false);
        }

        _fresh.Add(key);
        Count++;
        return true;
    }

    private bool IsWritten(TKey key)
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<TKey>()];
        Span<byte> stamp = stackalloc byte[sizeof(uint)];
        key.WriteBigEndian(bytes);
        return _folder.Db.GetFixedSizeValue(bytes, stamp) && _marks.IsLive(BinaryPrimitives.ReadUInt32LittleEndian(stamp));
    }

    private void Write(bool isLast)
    {
        var keys = _fresh.Sort(_stamp, isLast, out var stamps);
        _folder.TakeIn(keys, stamps, RocksMarks.Entries(isLast ? _fresh.Parts[^1].Stamp : _stamp, _fresh.Parts));
        _filter.Add(keys);
        _fresh.Clear();
    }
}
