using System.Text;
using System.Text.Unicode;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Strict UTF-8 that also reads its two misunderstood dialects: CESU-8 (surrogates encoded one by one) and Java's two-byte null.</summary>
internal static class Utf8Variants
{
    /// <summary>The text, or null where the bytes are no UTF-8.</summary>
    public static string? Decode(byte[] bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        if (bytes.AsSpan().IndexOfAny((byte)0xED, (byte)0xC0) < 0)
        {
            return null;
        }

        var standard = ToStandard(bytes);
        return Utf8.IsValid(standard) ? Encoding.UTF8.GetString(standard) : null;
    }

    private static byte[] ToStandard(ReadOnlySpan<byte> bytes)
    {
        var standard = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0xC0 && i + 1 < bytes.Length && bytes[i + 1] == 0x80)
            {
                standard.Add(0);
                i++;
            }
            else if (IsPair(bytes[i..]))
            {
                AddPair(standard, bytes.Slice(i, 6));
                i += 5;
            }
            else
            {
                standard.Add(bytes[i]);
            }
        }

        return [.. standard];
    }

    private static bool IsPair(ReadOnlySpan<byte> b) =>
        b.Length > 5
        && b[0] == 0xED && b[1] is >= 0xA0 and <= 0xAF && b[2] is >= 0x80 and <= 0xBF
        && b[3] == 0xED && b[4] is >= 0xB0 and <= 0xBF && b[5] is >= 0x80 and <= 0xBF;

    private static void AddPair(List<byte> standard, ReadOnlySpan<byte> b)
    {
        // 11101101 1010abcd 10efghij 11101101 1011klmn 10opqrst: abcd…qrst is the code point less 10000.
        var value = (((b[1] & 0x0F) << 16) | ((b[2] & 0x3F) << 10) | ((b[4] & 0x0F) << 6) | (b[5] & 0x3F)) + 0x10000;
        Span<byte> utf8 = stackalloc byte[4];
        new Rune(value).EncodeToUtf8(utf8);
        standard.AddRange(utf8);
    }
}
