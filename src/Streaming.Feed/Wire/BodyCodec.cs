using System.Buffers.Binary;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Streaming.Feed.Gathering;

namespace Streaming.Feed.Wire;

/// <summary>How the buffers of batches are compressed on their way.</summary>
internal enum BodyCodec
{
    /// <summary>Zstandard: half the bytes of token ids, some processor time.</summary>
    Zstd,

    /// <summary>LZ4 in frames: less of both.</summary>
    Lz4,
}

/// <summary>Buffers compressed one by one, as Arrow's IPC format has it: the length before compression in 8 bytes, then what the codec makes of them (format/Message.fbs, BodyCompression).</summary>
internal static class CompressedBuffers
{
    // Stands for the length where a buffer did not become shorter and goes as it is.
    private const long Uncompressed = -1;

    /// <summary>Compresses. The results are the caller's.</summary>
    public static IReadOnlyList<GatheredBytes> Of(IReadOnlyList<GatheredBytes> buffers, BodyCodec codec)
    {
        var library = new CompressionCodecFactory().CreateCodec(codec == BodyCodec.Zstd ? CompressionCodecType.Zstd : CompressionCodecType.Lz4Frame);
        var (flat, packed) = (new MemoryStream(), new MemoryStream());
        return [.. buffers.Select(buffer => Of(buffer, library, flat, packed))];
    }

    private static GatheredBytes Of(GatheredBytes buffer, ICompressionCodec codec, MemoryStream flat, MemoryStream packed)
    {
        var result = new GatheredBytes();
        if (buffer.Length == 0)
        {
            return result;
        }

        flat.SetLength(0);
        packed.SetLength(0);
        foreach (var piece in buffer.Pieces)
        {
            flat.Write(piece.Span);
        }

        codec.Compress(flat.GetBuffer().AsMemory(0, (int)flat.Length), packed);
        var shorter = packed.Length < flat.Length ? packed : flat;
        BinaryPrimitives.WriteInt64LittleEndian(result.Add(sizeof(long)), shorter == packed ? flat.Length : Uncompressed);
        shorter.GetBuffer().AsSpan(0, (int)shorter.Length).CopyTo(result.Add(shorter.Length));
        return result;
    }
}
