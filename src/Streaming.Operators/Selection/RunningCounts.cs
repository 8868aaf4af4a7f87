using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Selection;

/// <summary>Counts over epochs and restarts: what an epoch added is part of its commit.</summary>
/// <remarks>A part of the log: a digest of what is counted (8 bytes), the number of entries (4), and each entry's place (4) and count (8); little-endian.</remarks>
/// <param name="size">How many counts there are.</param>
/// <param name="parameters">A digest of what is counted.</param>
/// <param name="isSaved">Whether they will be saved; those of a selector that sees its whole input at once are not.</param>
internal sealed class RunningCounts(int size, ulong parameters, bool isSaved)
{
    private const int HeadBytes = 12;
    private const int EntryBytes = 12;

    private readonly long[] _all = new long[size];
    private readonly Dictionary<int, long> _open = [];

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => (8L * size) + (40L * _open.Count);

    /// <summary>The sum of all.</summary>
    public long Total { get; private set; }

    /// <summary>A count.</summary>
    public long this[int at] => _all[at];

    /// <summary>Counts.</summary>
    public void Add(int at, long times)
    {
        _all[at] += times;
        Total += times;
        if (isSaved)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_open, at, out _) += times;
        }
    }

    /// <summary>Writes what came since the last border.</summary>
    public void Save(IStateWriter state)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var bytes = new byte[HeadBytes + (EntryBytes * _open.Count)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, parameters);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), _open.Count);
        var to = bytes.AsSpan(HeadBytes);
        foreach (var (at, times) in _open.OrderBy(o => o.Key))
        {
            BinaryPrimitives.WriteInt32LittleEndian(to, at);
            BinaryPrimitives.WriteInt64LittleEndian(to[4..], times);
            to = to[EntryBytes..];
        }

        state.Log.Write(bytes);
        _open.Clear();
    }

    /// <summary>Takes what was committed.</summary>
    /// <exception cref="BadInputException">Something else was counted.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such log.</exception>
    public void Restore(IStateReader state)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                Read(part);
            }
        }

        _open.Clear();
    }

    private void Read(Stream log)
    {
        Span<byte> bytes = stackalloc byte[HeadBytes];
        while (log.ReadAtLeast(bytes, HeadBytes, throwOnEndOfStream: false) is var got && got > 0)
        {
            if (got < HeadBytes)
            {
                throw new InvalidDataException("The recorded state is not that of this selector.");
            }

            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != parameters)
            {
                throw new BadInputException("The table was begun with other options of this selector; go on with those, or write to a new table.");
            }

            for (var left = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]); left > 0; left--)
            {
                log.ReadExactly(bytes);
                var (at, times) = (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]));
                if ((uint)at >= (uint)size || times < 0)
                {
                    throw new InvalidDataException("The recorded state is not that of this selector.");
                }

                Add(at, times);
            }
        }
    }
}
