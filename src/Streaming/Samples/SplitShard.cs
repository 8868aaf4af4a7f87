using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Streaming.Samples;

/// <summary>One of several workers' parts of a bounded input: splits are dealt by a hash of their names, so that every worker knows its own without asking the others.</summary>
/// <param name="Index">Which part: 0 to <paramref name="Count"/> − 1.</param>
/// <param name="Count">How many parts there are: 1 to 65,536.</param>
public readonly record struct SplitShard(int Index, int Count)
{
    /// <summary>The most parts.</summary>
    public const int MostParts = 1 << 16;

    /// <summary>Reads <c>0/4</c>: the first of four parts; null where it is none.</summary>
    public static SplitShard? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var index, var count]
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && n is >= 1 and <= MostParts && i < n ? new(i, n) : null;
    }

    /// <summary>Whether a split of that name belongs to the part. XXH3 of its UTF-8 bytes, modulo the count: the same on every machine.</summary>
    public bool Owns(string split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(split)) % (ulong)Count == (ulong)Index;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
