namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>An encoding of one byte per character, as programs that cause mojibake apply it.</summary>
/// <remarks>
/// The Windows code pages are "sloppy": a byte that they do not assign stands for the Latin-1 control of the same number, and U+FFFD, which a decoder left
/// where it gave up, goes back to byte 1A.
/// </remarks>
internal sealed class SingleByteEncoding
{
    /// <summary>What a sloppy encoding writes for U+FFFD.</summary>
    public const byte Lost = 0x1A;

    private readonly CharTable<byte> _bytes = new();

    public SingleByteEncoding(string name, string upperHalf, bool isSloppy)
    {
        Name = name;
        UpperHalf = upperHalf;
        IsSloppy = isSloppy;
        for (var i = 0; i < upperHalf.Length; i++)
        {
            _bytes.At(upperHalf[i]) = (byte)(0x80 + i);
        }

        if (isSloppy)
        {
            _bytes.At('\uFFFD') = Lost;
        }
    }

    public string Name { get; }

    /// <summary>The characters of bytes 80 to FF.</summary>
    public string UpperHalf { get; }

    public bool IsSloppy { get; }

    /// <summary>The bytes of a text of which every character is known to be in the encoding.</summary>
    public byte[] Encode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = text[i] < 0x80 ? (byte)text[i] : _bytes[text[i]];
        }

        return bytes;
    }
}
