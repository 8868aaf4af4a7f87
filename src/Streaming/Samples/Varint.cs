namespace Streaming.Samples;

/// <summary>Unsigned integers in 1–10 bytes, seven bits each, low bits first (LEB128); signed ones zigzag.</summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Writes the value and says how many bytes it took.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        var n = 0;
        while (value >= 0x80)
        {
            to[n++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[n++] = (byte)value;
        return n;
    }

    public static ulong Read(ReadOnlySpan<byte> from, out int bytes)
    {
        ulong value = 0;
        for (var i = 0; i < from.Length && i < MaxBytes; i++)
        {
            value = Append(value, from[i], i);
            if (from[i] < 0x80)
            {
                bytes = i + 1;
                return value;
            }
        }

        throw Broken();
    }

    public static ulong Read(Stream from)
    {
        ulong value = 0;
        for (var i = 0; i < MaxBytes; i++)
        {
            var next = from.ReadByte();
            if (next < 0)
            {
                break;
            }

            value = Append(value, (byte)next, i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    // The tenth byte has room for one bit; a last byte of zero would be a second spelling of the same number.
    private static ulong Append(ulong value, byte next, int index) =>
        (index == MaxBytes - 1 && next > 1) || (index > 0 && next == 0) ? throw Broken() : value | ((ulong)(next & 0x7F) << (7 * index));

    private static InvalidDataException Broken() => new("A number is cut off or too long.");
}
