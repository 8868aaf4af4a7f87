using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Streaming.Operators.Tests.Contract;

/// <summary>Writes PNG files that no encoder would.</summary>
internal sealed class PngBuilder
{
    private readonly MemoryStream _file = new();

    public PngBuilder(int width, int height, byte depth = 8, byte colorType = 2, byte interlace = 0)
    {
        _file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colorType, interlace);
        Chunk("IHDR", header);
    }

    /// <summary>Adds a chunk with its checksum.</summary>
    public PngBuilder Chunk(string type, ReadOnlySpan<byte> content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(body));
        _file.Write([.. length, .. body, .. checksum]);
        return this;
    }

    /// <summary>Adds so many rows of one byte repeated, compressed.</summary>
    public PngBuilder Rows(int count, int bytes, byte value = 0) => Chunk("IDAT", Zeros(count, bytes, value));

    /// <summary>The file, ended.</summary>
    public byte[] End()
    {
        Chunk("IEND", []);
        return _file.ToArray();
    }

    /// <summary>Rows, each with its filter byte, compressed.</summary>
    public static byte[] Zeros(int count, int bytes, byte value = 0)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var row = new byte[bytes + 1];
            row.AsSpan(1).Fill(value);
            for (var y = 0; y < count; y++)
            {
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }
}
