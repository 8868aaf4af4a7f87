using System.Runtime.InteropServices;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>UTF-8 in which byte A0 became a space, because some program took it for one.</summary>
internal static class AlteredUtf8
{
    private const byte Space = 0x20;
    private const byte NoBreakSpace = 0xA0;

    /// <summary>The bytes with A0 put back where that gives likely characters; the same array where there are none.</summary>
    public static byte[] Restore(byte[] bytes)
    {
        if (Find(bytes, 0) < 0)
        {
            return bytes;
        }

        var restored = RestoreLoneWord(bytes);
        for (var at = Find(restored, 0); at >= 0; at = Find(restored, at))
        {
            var length = LengthAt(restored.AsSpan(at));
            restored.AsSpan(at, length).Replace(Space, NoBreakSpace);
            at += length;
        }

        return restored;
    }

    // "Ã la mode" was "à la mode": the word keeps its space. The Portuguese contractions à+quele, à+s … do not.
    private static byte[] RestoreLoneWord(byte[] bytes)
    {
        var restored = new List<byte>(bytes.Length + 16);
        for (var i = 0; i < bytes.Length; i++)
        {
            restored.Add(bytes[i]);
            if (bytes[i] == 0xC3 && i + 1 < bytes.Length && bytes[i + 1] == Space && !ContinuesWord(bytes.AsSpan(i + 2)))
            {
                restored.Add(NoBreakSpace);
            }
        }

        return CollectionsMarshal.AsSpan(restored).ToArray();
    }

    private static bool ContinuesWord(ReadOnlySpan<byte> rest) =>
        rest.StartsWith(" "u8) || rest.StartsWith("quele"u8) || rest.StartsWith("quela"u8) || rest.StartsWith("quilo"u8) || rest.StartsWith("s "u8);

    private static int Find(ReadOnlySpan<byte> bytes, int from)
    {
        for (var i = from; i < bytes.Length; i++)
        {
            if (bytes[i] >= 0xC2 && LengthAt(bytes[i..]) > 0)
            {
                return i;
            }
        }

        return -1;
    }

    // Only lead bytes that make a likely character with A0; of three, those whose first continuation byte is not itself A0 in E0 and E1 (Samaritan, Mongolian).
    private static int LengthAt(ReadOnlySpan<byte> b) => b[0] switch
    {
        0xC2 or 0xC3 or 0xC5 or 0xCE or 0xD0 or 0xD9 => b.Length > 1 && b[1] == Space ? 2 : 0,
        0xE2 or 0xE3 when b.Length > 2 && b[1] == Space => IsPlain(b[2]) ? 3 : 0,
        >= 0xE0 and <= 0xE3 => b.Length > 2 && IsPlain(b[1]) && b[2] == Space ? 3 : 0,
        0xF0 when b.Length > 3 => IsFourWithOneSpace(b) ? 4 : 0,
        _ => 0,
    };

    // 85 would be an ellipsis, A0 the no-break space itself.
    private static bool IsPlain(byte b) => b is >= 0x80 and <= 0xBF and not 0x85 and not NoBreakSpace;

    private static bool IsFourWithOneSpace(ReadOnlySpan<byte> b)
    {
        var spaces = 0;
        foreach (var continuation in b[1..4])
        {
            spaces += continuation == Space ? 1 : 0;
            if (continuation != Space && continuation is < 0x80 or > 0xBF)
            {
                return false;
            }
        }

        return spaces == 1;
    }
}
