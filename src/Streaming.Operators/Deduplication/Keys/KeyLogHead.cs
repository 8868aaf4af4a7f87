using System.Buffers;
using System.Buffers.Binary;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>The head of a part of a log of keys: version (1 byte), bytes a key (1), a digest of the parameters that shape keys (8), the number of keys (4), a digest of them (8); little-endian. Version 1 has no digest of keys.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="KeyBytes">Bytes of a key: 8 or 16.</param>
/// <param name="Parameters">The digest of the parameters.</param>
/// <param name="Count">Keys.</param>
internal readonly record struct KeyLogHead(byte Version, byte KeyBytes, ulong Parameters, int Count)
{
    /// <summary>What is written.</summary>
    public const byte Newest = 2;

    /// <summary>Bytes of a head of the newest version.</summary>
    public const int Size = FixedSize + sizeof(ulong);

    /// <summary>Bytes that all versions have.</summary>
    public const int FixedSize = 14;

    /// <summary>Whether the digest of the keys follows.</summary>
    public bool HasDigest => Version > 1;

    /// <summary>Bytes of the keys.</summary>
    public long KeysBytes => (long)Count * KeyBytes;

    /// <summary>Bytes of the part.</summary>
    public long PartBytes => (HasDigest ? Size : FixedSize) + KeysBytes;

    /// <summary>Reads the fixed bytes of a head; null where they are none.</summary>
    public static KeyLogHead? Read(ReadOnlySpan<byte> head) =>
        head.Length >= FixedSize && head[0] is 1 or Newest && head[1] is 8 or 16 && BinaryPrimitives.ReadInt32LittleEndian(head[10..]) is >= 0 and var count
            ? new(head[0], head[1], BinaryPrimitives.ReadUInt64LittleEndian(head[2..]), count)
            : null;

    /// <summary>Writes the head.</summary>
    public void Write(IBufferWriter<byte> log, ulong digest)
    {
        var head = log.GetSpan(Size);
        (head[0], head[1]) = (Version, KeyBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(head[2..], Parameters);
        BinaryPrimitives.WriteInt32LittleEndian(head[10..], Count);
        BinaryPrimitives.WriteUInt64LittleEndian(head[FixedSize..], digest);
        log.Advance(Size);
    }
}
