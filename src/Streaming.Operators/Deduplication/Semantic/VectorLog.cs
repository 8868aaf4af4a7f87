using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>The state log of kept vectors: at each barrier one part with those that are new.</summary>
/// <remarks>A part: version (1 byte), a digest of the options that shape clusters (8), numbers in a vector (4), vectors (4), their numbers in half precision; little-endian.</remarks>
internal sealed class VectorLog(ulong parameters)
{
    private const byte Version = 1;
    private const int HeadBytes = 17;

    private readonly List<float[]> _unsaved = [];

    /// <summary>Vectors since the last barrier.</summary>
    public int Unsaved => _unsaved.Count;

    public void Add(float[] vector) => _unsaved.Add(vector);

    public void Save(IBufferWriter<byte> log)
    {
        if (_unsaved.Count == 0)
        {
            return;
        }

        var dimensions = _unsaved[0].Length;
        var head = log.GetSpan(HeadBytes);
        head[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(head[1..], parameters);
        BinaryPrimitives.WriteInt32LittleEndian(head[9..], dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(head[13..], _unsaved.Count);
        log.Advance(HeadBytes);
        foreach (var vector in _unsaved)
        {
            log.Write(MemoryMarshal.AsBytes<Half>(Array.ConvertAll(vector, number => (Half)number)));
        }

        _unsaved.Clear();
    }

    /// <exception cref="BadInputException">The vectors were kept with other options.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such log.</exception>
    public void Restore(Stream log, Action<float[]> add)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        while (log.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) is var got && got > 0)
        {
            if (got < HeadBytes || head[0] != Version || BinaryPrimitives.ReadInt32LittleEndian(head[9..]) is not (> 0 and < 1 << 20 and var dimensions))
            {
                throw new InvalidDataException("The recorded state is not that of this deduplicator.");
            }

            if (BinaryPrimitives.ReadUInt64LittleEndian(head[1..]) != parameters)
            {
                throw new BadInputException("The table was begun with other parameters of this deduplicator; go on with those, or write to a new table.");
            }

            var numbers = new Half[dimensions];
            for (var left = BinaryPrimitives.ReadInt32LittleEndian(head[13..]); left > 0; left--)
            {
                log.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
                add(Array.ConvertAll(numbers, number => (float)number));
            }
        }
    }
}
