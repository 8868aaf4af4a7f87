using System.Buffers.Binary;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>SentencePiece's <c>precompiled_charsmap</c>: a double-array trie (Darts) from UTF-8 keys to replacements.</summary>
internal sealed class CharsMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharsMap(uint[] units, byte[] replacements)
    {
        _units = units;
        _replacements = replacements;
    }

    /// <summary>Reads the map; its first four bytes are the length of the trie in bytes.</summary>
    /// <exception cref="InvalidDataException">The lengths do not fit.</exception>
    public static CharsMap Read(ReadOnlySpan<byte> blob)
    {
        var length = blob.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(blob) : uint.MaxValue;
        if (length > blob.Length - 4 || length % 4 != 0)
        {
            throw new InvalidDataException("The precompiled_charsmap is truncated.");
        }

        var units = new uint[length / 4];
        for (var index = 0; index < units.Length; index++)
        {
            units[index] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + (index * 4))..]);
        }

        return new CharsMap(units, blob[(4 + (int)length)..].ToArray());
    }

    /// <summary>The replacement of the shortest key that <paramref name="text"/> begins with, or null.</summary>
    public string? ShortestMatch(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[32];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var count) ? Match(bytes[..count], shortest: true, out _) : null;
    }

    /// <summary>The replacement of the longest key that <paramref name="utf8"/> begins with, or null.</summary>
    public string? LongestMatch(ReadOnlySpan<byte> utf8, out int length) => Match(utf8, shortest: false, out length);

    private string? Match(ReadOnlySpan<byte> key, bool shortest, out int length)
    {
        length = 0;
        var found = default(string);
        var position = _units.Length == 0 ? 0 : Offset(_units[0]);
        for (var index = 0; index < key.Length && key[index] != 0; index++)
        {
            position ^= key[index];
            if (position >= _units.Length || Label(_units[position]) != key[index])
            {
                break;
            }

            var unit = _units[position];
            position ^= Offset(unit);
            if (((unit >> 8) & 1) == 1 && position < _units.Length)
            {
                found = ReplacementAt(_units[position] & 0x7FFFFFFF);
                length = index + 1;
                if (shortest)
                {
                    break;
                }
            }
        }

        return found;
    }

    private string ReplacementAt(uint start)
    {
        if (start >= _replacements.Length)
        {
            return "";
        }

        var rest = _replacements.AsSpan((int)start);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static uint Label(uint unit) => unit & (0x80000000 | 0xFF);
}
