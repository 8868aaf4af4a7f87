using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Operators.Deduplication.Lines;

/// <summary>Hashes the lines of a text, which end at <c>\n</c> alone.</summary>
internal sealed class LineHashes(DocumentLineDeduplicatorOptions options)
{
    /// <summary>The hash of a line that is left alone. No MD5 is known to be zero.</summary>
    public const int Skipped = 0;

    private static readonly SearchValues<char> Punctuation = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    private readonly LineRules _rules = new(options);

    /// <summary>One hash a line: the MD5, big-endian, or <see cref="Skipped"/>.</summary>
    public UInt128[] Of(string text)
    {
        var hashes = new UInt128[text.AsSpan().Count('\n') + 1];
        var line = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            hashes[line++] = Of(text.AsSpan(range));
        }

        return hashes;
    }

    /// <summary>The text without the lines whose hash is <paramref name="gone"/>; the same instance where none is.</summary>
    public static string Without(string text, UInt128[] hashes, Func<UInt128, bool> gone)
    {
        StringBuilder? kept = null;
        var (line, first) = (0, true);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var hash = hashes[line++];
            if (hash != Skipped && gone(hash))
            {
                kept ??= new StringBuilder(text.Length).Append(text, 0, Math.Max(0, range.Start.Value - 1));
            }
            else
            {
                kept?.Append(first ? "" : "\n").Append(text.AsSpan(range));
                first = false;
            }
        }

        return kept?.ToString() ?? text;
    }

    private UInt128 Of(ReadOnlySpan<char> line)
    {
        var stripped = PythonText.Strip(line);
        if (_rules.Skips(stripped))
        {
            return Skipped;
        }

        if (!options.Lowercase && !options.IgnoreSpecialCharacter)
        {
            return Md5(stripped);
        }

        var rented = ArrayPool<char>.Shared.Rent(PythonCase.MaxLength(stripped.Length));
        try
        {
            // The ends are white space, which neither changes the case of the rest nor is part of the hash.
            var length = options.Lowercase ? PythonCase.Lower(stripped, rented) : Copy(stripped, rented);
            return Md5(PythonText.Strip(rented.AsSpan(0, options.IgnoreSpecialCharacter ? Letters(rented.AsSpan(0, length)) : length)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static int Copy(ReadOnlySpan<char> from, Span<char> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    // Takes white space, decimal digits and ASCII punctuation out, in place.
    private static int Letters(Span<char> text)
    {
        var written = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = CodePoints.At(text, i, out var units);
            var isSpecial = c < 0x10000 && (PythonText.WhiteSpace.Contains((char)c) || Punctuation.Contains((char)c));
            if (!isSpecial && PythonText.Category(c) != UnicodeCategory.DecimalDigitNumber)
            {
                text.Slice(i, units).CopyTo(text[written..]);
                written += units;
            }

            i += units;
        }

        return written;
    }

    [SuppressMessage("Security", "CA5351", Justification = "Data-Juicer's choice; it only has to tell lines apart.")]
    private static UInt128 Md5(ReadOnlySpan<char> line)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length));
        try
        {
            Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
            MD5.HashData(utf8.AsSpan(0, Encoding.UTF8.GetBytes(line, utf8)), digest);
            return BinaryPrimitives.ReadUInt128BigEndian(digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }
}
