namespace Streaming.Tokenizers.Models;

/// <summary>GPT-2's alphabet: a visible character for each byte. Printable Latin-1 stands for itself, the others are U+0100 … in order.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = Build();
    private static readonly Dictionary<char, byte> Bytes = Chars.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    public static char CharOf(byte value) => Chars[value];

    public static bool TryGetByte(char character, out byte value) => Bytes.TryGetValue(character, out value);

    /// <summary>The bytes of a token written in this alphabet; false where one of its characters is not in it.</summary>
    public static bool TryGetBytes(string token, List<byte> into)
    {
        var begin = into.Count;
        foreach (var character in token)
        {
            if (!Bytes.TryGetValue(character, out var value))
            {
                into.RemoveRange(begin, into.Count - begin);
                return false;
            }

            into.Add(value);
        }

        return true;
    }

    /// <summary>Bytes, written in this alphabet.</summary>
    public static string StringOf(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, static (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            target[index] = Chars[source[index]];
        }
    });

    private static char[] Build()
    {
        var chars = new char[256];
        var next = (char)256;
        for (var value = 0; value < chars.Length; value++)
        {
            var isPlain = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            chars[value] = isPlain ? (char)value : next++;
        }

        return chars;
    }
}
