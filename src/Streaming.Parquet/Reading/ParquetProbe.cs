using System.Buffers.Binary;

namespace Streaming.Parquet.Reading;

/// <summary>Looks at a file's first and last bytes before native code sees it: most bad files are told apart here, with a plain message.</summary>
internal static class ParquetProbe
{
    private const int Smallest = 12;

    /// <summary>Throws an <see cref="InvalidDataException"/> that says what is wrong; returns normally for what looks like Parquet.</summary>
    public static void Check(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        Span<byte> head = stackalloc byte[4];
        Span<byte> tail = stackalloc byte[8];
        if (length >= Smallest)
        {
            RandomAccess.Read(file, head, 0);
            RandomAccess.Read(file, tail, length - 8);
        }

        Check(length, head, tail);
    }

    /// <summary>The same for a file that is a seekable stream.</summary>
    public static void Check(Stream file)
    {
        var length = file.Length;
        Span<byte> head = stackalloc byte[4];
        Span<byte> tail = stackalloc byte[8];
        if (length >= Smallest)
        {
            file.Position = 0;
            file.ReadExactly(head);
            file.Position = length - 8;
            file.ReadExactly(tail);
            file.Position = 0;
        }

        Check(length, head, tail);
    }

    /// <summary>The same for a file that lies in memory.</summary>
    public static void Check(ReadOnlySpan<byte> file) => Check(file.Length, file.Length < Smallest ? default : file[..4], file.Length < Smallest ? default : file[^8..]);

    private static void Check(long length, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (length == 0)
        {
            throw new InvalidDataException("The file is empty.");
        }

        if (length < Smallest)
        {
            throw new InvalidDataException($"The file is no Parquet file: it has only {length} bytes.");
        }

        if (head.SequenceEqual("PARE"u8) || tail[4..].SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("The file is encrypted; decrypt it first.");
        }

        if (!head.SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("The file is no Parquet file: it does not begin with PAR1.");
        }

        if (!tail[4..].SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("The file is truncated: it does not end with PAR1.");
        }

        var footer = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (footer == 0 || footer > length - Smallest)
        {
            throw new InvalidDataException($"The file is corrupt: its footer claims {footer} of {length} bytes.");
        }
    }
}
