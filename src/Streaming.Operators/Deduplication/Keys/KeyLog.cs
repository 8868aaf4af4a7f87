using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>A deduplicator's state log: at each barrier one part with the keys that are new since the last.</summary>
/// <remarks>A part is a <see cref="KeyLogHead"/> and its keys, little-endian. The digest of the keys names the part, so that it can be known without its keys being read; where the head has none it is computed.</remarks>
/// <param name="parameters">The digest: keys of other parameters mean something else.</param>
internal sealed class KeyLog<TKey>(ulong parameters) where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly List<TKey> _unsaved = [];

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => (long)_unsaved.Capacity * Unsafe.SizeOf<TKey>();

    public void Add(TKey key) => _unsaved.Add(key);

    /// <summary>Appends what was added since the last call. Gives the digest of the part, or null where there was nothing.</summary>
    public ulong? Save(IBufferWriter<byte> log)
    {
        if (_unsaved.Count == 0)
        {
            return null;
        }

        var keys = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_unsaved));
        var digest = XxHash3.HashToUInt64(keys);
        new KeyLogHead(KeyLogHead.Newest, (byte)Unsafe.SizeOf<TKey>(), parameters, _unsaved.Count).Write(log, digest);
        log.Write(keys);
        _unsaved.Clear();
        return digest;
    }

    /// <summary>Reads the parts in <paramref name="log"/> to its end.</summary>
    /// <exception cref="BadInputException">The keys were made with other parameters.</exception>
    /// <exception cref="InvalidDataException">The bytes are no such log.</exception>
    public void Restore(Stream log, IKeyParts<TKey> parts)
    {
        Span<byte> head = stackalloc byte[KeyLogHead.FixedSize];
        Span<byte> digest = stackalloc byte[sizeof(ulong)];
        while (log.ReadAtLeast(head, KeyLogHead.FixedSize, throwOnEndOfStream: false) is var got && got > 0)
        {
            var part = ReadHead(head[..got]);
            if (!part.HasDigest)
            {
                RestoreOld(log, part.Count, parts);
                continue;
            }

            log.ReadExactly(digest);
            if (parts.Wants(BinaryPrimitives.ReadUInt64LittleEndian(digest)))
            {
                ReadKeys(log, part.Count, parts.Add);
                parts.EndPart();
            }
            else
            {
                Skip(log, part.KeysBytes);
            }
        }
    }

    /// <summary>Reads every key in <paramref name="log"/>.</summary>
    public void Restore(Stream log, Action<TKey> add) => Restore(log, new EveryKey(add));

    // A part of version 1 has to be read before it has a name.
    private static void RestoreOld(Stream log, int count, IKeyParts<TKey> parts)
    {
        var keys = new List<TKey>();
        ReadKeys(log, count, keys.Add);
        if (parts.Wants(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(keys)))))
        {
            keys.ForEach(parts.Add);
            parts.EndPart();
        }
    }

    private static void ReadKeys(Stream log, int count, Action<TKey> add)
    {
        var keys = new TKey[Math.Min(count, 1024)];
        for (var left = count; left > 0;)
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

    private static void Skip(Stream log, long bytes)
    {
        if (log.CanSeek)
        {
            if (log.Length - log.Position < bytes)
            {
                throw new EndOfStreamException("The recorded state is cut off.");
            }

            log.Position += bytes;
            return;
        }

        var piece = new byte[(int)Math.Min(bytes, 64 << 10)];
        for (; bytes > 0; bytes -= Math.Min(bytes, piece.Length))
        {
            log.ReadExactly(piece, 0, (int)Math.Min(bytes, piece.Length));
        }
    }

    private KeyLogHead ReadHead(ReadOnlySpan<byte> bytes)
    {
        if (KeyLogHead.Read(bytes) is not { } head || head.KeyBytes != Unsafe.SizeOf<TKey>())
        {
            throw new InvalidDataException("The recorded state is not that of this deduplicator.");
        }

        return head.Parameters == parameters
            ? head
            : throw new BadInputException("The table was begun with other parameters of this deduplicator; go on with those, or write to a new table.");
    }

    private sealed class EveryKey(Action<TKey> add) : IKeyParts<TKey>
    {
        public bool Wants(ulong digest) => true;

        public void Add(TKey key) => add(key);

        public void EndPart()
        {
        }
    }
}
