using System.Buffers.Binary;
using RocksDbSharp;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>What a database of keys says of itself: its marks, the stamps that are void, the highest stamp it may have used.</summary>
/// <remarks>Entries: <c>m</c> and the number of a mark: chain, stamp, keys; <c>v</c> and a number: the first and last of a run of void stamps; <c>h</c>: the highest stamp. Keys of nine bytes: no hash has that length.</remarks>
internal sealed class RocksMarks
{
    private const int NameBytes = 9;

    private readonly List<(uint First, uint Last)> _void = [];
    private RocksDb _db;

    public RocksMarks(RocksDb db)
    {
        _db = db;
        for (long i = 0; Read('v', i, 8) is { } run; i++)
        {
            _void.Add((BinaryPrimitives.ReadUInt32LittleEndian(run), BinaryPrimitives.ReadUInt32LittleEndian(run.AsSpan(4))));
        }
    }

    /// <summary>Whether anything was ever written.</summary>
    public bool HasAny => Read('h', 0, 4) is not null;

    /// <summary>Whether this mark is here.</summary>
    public bool Find(LogMark mark) => Read('m', mark.Parts, 20) is { } found && BinaryPrimitives.ReadUInt64LittleEndian(found) == mark.Chain;

    /// <summary>Goes on with a database that was cleared.</summary>
    public void Forget(RocksDb db)
    {
        _db = db;
        _void.Clear();
    }

    /// <summary>Voids what was written after a mark. Gives the stamp of the next epoch and the keys that are left.</summary>
    public (uint Stamp, long Count) RewindTo(long parts)
    {
        var kept = parts == 0 ? null : Read('m', parts, 20);
        var next = kept is null ? 1 : BinaryPrimitives.ReadUInt32LittleEndian(kept.AsSpan(8)) + 1;
        var count = kept is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(kept.AsSpan(12));
        var highest = Read('h', 0, 4) is { } h ? BinaryPrimitives.ReadUInt32LittleEndian(h) : 0;
        if (highest >= next)
        {
            using var batch = new WriteBatch();
            for (var i = parts + 1; Read('m', i, 20) is not null; i++)
            {
                batch.Delete(Name('m', i));
            }

            Span<byte> run = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(run, next);
            BinaryPrimitives.WriteUInt32LittleEndian(run[4..], highest);
            batch.Put(Name('v', _void.Count), run);
            _db.Write(batch, new WriteOptions().DisableWal(1));

            // At once: files that are taken in later, with the stamps after these, must not outlive it.
            _db.Flush(new FlushOptions().SetWaitForFlush(true));
            _void.Add((next, highest));
            next = highest + 1;
        }

        return (next, count);
    }

    /// <summary>Whether keys of this stamp count.</summary>
    public bool IsLive(uint stamp)
    {
        // Runs are few, and stand in their order: the newest is asked first.
        for (var i = _void.Count - 1; i >= 0 && stamp <= _void[i].Last; i--)
        {
            if (stamp >= _void[i].First)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is written with keys, in the order of its names: the highest stamp, and the marks of the parts.</summary>
    public static List<(byte[] Name, byte[] Value)> Entries(uint stamp, IReadOnlyList<FreshPart> parts)
    {
        var highest = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(highest, stamp);
        var entries = new List<(byte[] Name, byte[] Value)> { (Name('h', 0), highest) };
        foreach (var part in parts)
        {
            var value = new byte[20];
            BinaryPrimitives.WriteUInt64LittleEndian(value, part.Mark.Chain);
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(8), part.Stamp);
            BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(12), part.Count);
            entries.Add((Name('m', part.Mark.Parts), value));
        }

        return entries;
    }

    private static byte[] Name(char kind, long number)
    {
        var name = new byte[NameBytes];
        name[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(name.AsSpan(1), number);
        return name;
    }

    private byte[]? Read(char kind, long number, int length) => _db.Get(Name(kind, number)) is { } value && value.Length >= length ? value : null;
}
