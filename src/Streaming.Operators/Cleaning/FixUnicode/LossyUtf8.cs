namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>UTF-8 and CESU-8 sequences of which bytes were lost: 1A where a decoder gave up, or a single question mark.</summary>
internal static class LossyUtf8
{
    private const byte Lost = SingleByteEncoding.Lost;

    /// <summary>The bytes with each such sequence replaced by U+FFFD; the same array where there are none.</summary>
    public static byte[] Replace(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOfAny(Lost, (byte)'?') < 0)
        {
            return bytes;
        }

        var replaced = new List<byte>(bytes.Length);
        var i = 0;
        while (i < bytes.Length)
        {
            var length = LengthAt(bytes.AsSpan(i));
            if (length > 0)
            {
                replaced.AddRange("\uFFFD"u8);
                i += length;
            }
            else
            {
                replaced.Add(bytes[i++]);
            }
        }

        return [.. replaced];
    }

    private static int LengthAt(ReadOnlySpan<byte> b)
    {
        if (b[0] == 0xED && IsLossyPair(b))
        {
            return 6;
        }

        return b[0] switch
        {
            Lost => 1,
            >= 0xC2 and <= 0xDF => b.Length > 1 && (b[1] == Lost || (b[1] == '?' && b[0] <= 0xC3)) ? 2 : 0,
            >= 0xE0 and <= 0xEF => IsLossy(b, 3) ? 3 : 0,
            >= 0xF0 and <= 0xF4 => IsLossy(b, 4) ? 4 : 0,
            _ => 0,
        };
    }

    // At least one continuation byte is gone; at most one of those is a question mark, which real text also has.
    private static bool IsLossy(ReadOnlySpan<byte> b, int length)
    {
        if (b.Length < length)
        {
            return false;
        }

        var (lost, asked) = (0, 0);
        foreach (var c in b[1..length])
        {
            lost += c == Lost ? 1 : 0;
            asked += c == '?' ? 1 : 0;
            if (!IsContinuation(c) && c is not (Lost or (byte)'?'))
            {
                return false;
            }
        }

        return lost + asked > 0 && asked <= 1;
    }

    private static bool IsLossyPair(ReadOnlySpan<byte> b) =>
        b.Length > 5
        && b[1] is >= 0xA0 and <= 0xAF && IsContinuationOrGone(b[2])
        && b[3] == 0xED && b[4] is >= 0xB0 and <= 0xBF && IsContinuationOrGone(b[5])
        && !(IsContinuation(b[2]) && IsContinuation(b[5]));

    private static bool IsContinuationOrGone(byte b) => IsContinuation(b) || b is Lost or (byte)'?';

    private static bool IsContinuation(byte b) => b is >= 0x80 and <= 0xBF;
}
