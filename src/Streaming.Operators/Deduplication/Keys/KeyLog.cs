using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>A deduplicator's state log: at each barrier one part with the keys that are new since the last.</summary>
/// <remarks>A part: version (1 byte), bytes a key (1), a digest of the parameters that shape keys (8), their number (4), the keys; little-endian.</remarks>
/// <param name="parameters">The digest: keys of other parameters mean something else.</param>
internal sealed class KeyLog<TKey>(ulong parameters) where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const byte Version = 1;
    private const int HeadBytes = 14;

    private readonly List<TKey> _unsaved = [];

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => (long)_unsaved.Capacity * Unsafe.SizeOf<TKey>();

    public void Add(TKey key) => _unsaved.Add(key);

    /// <summary>Appends what was added since the last call.</summary>
    public void Save(IBufferWriter<byte> log)
    {
        if (_unsaved.Count == 0)
        {
            return;
        }

        var head = log.GetSpan(HeadBytes);
        head[0] = Version;
        head[1] = (byte)Unsafe.SizeOf<TKey>();
        BinaryPrimitives.WriteUInt64LittleEndian(head[2..], parameters);
        BinaryPrimitives.WriteInt32LittleEndian(head[10..], _unsaved.Count);
        log.Advance(HeadBytes);
        log.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_unsaved)));
        _unsaved.Clear();
    }

    /// <summary>Reads the parts in <paramref name="log"/> to its end.</summary>
    /// <exception cref="BadInputException">The keys were made with other parameters.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such log.</exception>
    public void Restore(Stream log, Action<TKey> add)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var keys = new TKey[1024];
        while (log.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) is var got && got > 0)
        {
            var left = ReadHead(head[..got]);
            while (left > 0)
            {
                var some = keys.AsSpan(0, Math.Min(left, keys.Length));
                log.ReadExactly(MemoryMarshal.AsBytes(some));
                foreach (var key in some)
                {
                    add(key);
                }

                left -= some.Length;
            }
        }
    }

    private int ReadHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadBytes || head[0] != Version || head[1] != Unsafe.SizeOf<TKey>() || BinaryPrimitives.ReadInt32LittleEndian(head[10..]) is not (>= 0 and var count))
        {
            throw new InvalidDataException("The recorded state is not that of this deduplicator.");
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(head[2..]) == parameters
            ? count
            : throw new BadInputException("The table was begun with other parameters of this deduplicator; go on with those, or write to a new table.");
    }
}
