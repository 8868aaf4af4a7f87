using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Text;

namespace Streaming.Operators.Deduplication;

/// <summary>Options of <c>document_deduplicator</c>.</summary>
internal sealed record DocumentDeduplicatorOptions : DuplicateOptions
{
    /// <summary>Whether letters are compared in lower case.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Whether white space, decimal digits and ASCII punctuation are left out of the comparison.</summary>
    public bool IgnoreNonCharacter { get; init; }
}

/// <summary>Rejects samples whose text was seen before, white space at both ends aside. The first one seen stays, or the best of an epoch.</summary>
/// <remarks>
/// Texts are compared by their MD5, as Data-Juicer does; two different ones out of 10^12 meet with a chance of 10^-15. State: 16 bytes a distinct text, in the log.
/// Memory: at most an eighth of the run's budget, and the keys since the last barrier; what is beyond lies on disk. Stores: docs/deduplication.md.
/// </remarks>
[Operator("document_deduplicator", Example = "{ lowercase: true, ignore_non_character: true }")]
internal sealed class DocumentDeduplicator(DocumentDeduplicatorOptions options)
    : KeyDeduplicator<UInt128, UInt128>((options.Lowercase ? 1u : 0) | (options.IgnoreNonCharacter ? 2u : 0), options), IHashesDocuments
{
    private const int PieceUnits = 64 << 10;

    public IReadOnlyList<byte[]> HashesOf(Sample sample) => [Digest(sample)];

    protected override UInt128 Sign(Sample sample) => BinaryPrimitives.ReadUInt128BigEndian(Digest(sample));

    protected override void AddKeys(UInt128 signature, List<UInt128> keys) => keys.Add(signature);

    protected override Rejection Explain(string of) => new($"duplicate of {of}");

    [SuppressMessage("Security", "CA5351", Justification = "Data-Juicer's choice; it only has to tell documents apart.")]
    private byte[] Digest(Sample sample)
    {
        var text = options.Lowercase ? PythonCase.ToLower(sample.Text) : sample.Text;
        var compared = PythonText.Strip(options.IgnoreNonCharacter ? LettersOf(text) : text);
        return compared.Length <= PieceUnits ? DigestShort(compared) : DigestLong(compared);
    }

    [SuppressMessage("Security", "CA5351", Justification = "As above.")]
    private static byte[] DigestShort(ReadOnlySpan<char> text)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(PieceUnits));
        try
        {
            return MD5.HashData(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    // Piece by piece: the bytes of a text of 20 MB would take three times as much, and a pool would keep them.
    private static byte[] DigestLong(ReadOnlySpan<char> text)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var encoder = Encoding.UTF8.GetEncoder();
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(PieceUnits));
        try
        {
            for (; !text.IsEmpty; text = text[Math.Min(PieceUnits, text.Length)..])
            {
                var isLast = text.Length <= PieceUnits;
                md5.AppendData(utf8, 0, encoder.GetBytes(isLast ? text : text[..PieceUnits], utf8, flush: isLast));
            }

            return md5.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    private static string LettersOf(string text)
    {
        var letters = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(text, i) != UnicodeCategory.DecimalDigitNumber)
                {
                    letters.Append(text, i, 2);
                }

                i++;
            }
            else if (!char.IsWhiteSpace(c) && !char.IsDigit(c) && !(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c))))
            {
                letters.Append(c);
            }
        }

        return letters.ToString();
    }
}
