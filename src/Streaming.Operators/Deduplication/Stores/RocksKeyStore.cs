using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using RocksDbSharp;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>
/// Keys in a RocksDB on local disk that stays from run to run. Every key carries the stamp of the epoch that brought it, and every sealed epoch leaves a mark: its stamp and the digest of the log up to it. At
/// the start the marks are held against the table's log; stamps beyond the last common mark are void, their keys count as never seen, and the rest of the log is replayed.
/// </summary>
/// <remarks>
/// No write-ahead log: the table's log is one. RocksDB comes back as it was after some whole batch, so a kill costs only the replay of what was in its write buffer. Keys are written in batches; a
/// batch's keys and a mark go in together.
/// </remarks>
internal sealed class RocksKeyStore<TKey> : IKeyStore<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Keys that are held back to be written together.</summary>
    internal const int BatchKeys = 1 << 14;

    private readonly HashSet<TKey> _pending = new(BatchKeys);
    private readonly WriteOptions _write = new WriteOptions().DisableWal(1);
    private readonly RocksFolder _folder;
    private readonly RocksMarks _marks;
    private LogMark _held;
    private uint _stamp;

    private RocksKeyStore(RocksFolder folder, LogMark start)
    {
        _folder = folder;
        _marks = new(folder.Db);
        _held = start;
        Bytes = folder.MemoryBytes + (BatchKeys * 3L * Unsafe.SizeOf<TKey>());
    }

    public long Count { get; private set; }

    public long Bytes { get; }

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
        }

        (_stamp, Count) = _marks.RewindTo(_held.Parts, _write);
    }

    public bool Contains(TKey key) => _pending.Contains(key) || IsWritten(key);

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
        Write(mark);
        _stamp++;
    }

    public void Dispose()
    {
        // What was added since the last barrier is nobody's.
        _folder.Dispose();
    }

    // A key keeps the stamp of the first part that has it: a later one may become void.
    private bool TryAdd(TKey key)
    {
        if (IsWritten(key) || !_pending.Add(key))
        {
            return false;
        }

        if (_pending.Count == BatchKeys)
        {
            Write(null);
        }

        return true;
    }

    private bool IsWritten(TKey key)
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<TKey>()];
        Span<byte> stamp = stackalloc byte[sizeof(uint)];
        key.WriteBigEndian(bytes);
        return _folder.Db.GetFixedSizeValue(bytes, stamp) && _marks.IsLive(BinaryPrimitives.ReadUInt32LittleEndian(stamp));
    }

    private void Write(LogMark? mark)
    {
        using var batch = new WriteBatch();
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<TKey>()];
        Span<byte> stamp = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(stamp, _stamp);
        foreach (var key in _pending)
        {
            key.WriteBigEndian(bytes);
            batch.Put(bytes, stamp);
        }

        Count += _pending.Count;
        _marks.Put(batch, _stamp, mark, Count);
        _folder.Db.Write(batch, _write);
        _pending.Clear();
    }
}
