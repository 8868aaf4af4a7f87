using System.Buffers.Text;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Mixing;

/// <summary>A place in a mixed feed, between two steps of all ranks: base64url of a JSON array of numbers, opaque to clients. No world is in it: any may go on.</summary>
/// <param name="Order">A hash of the tables, seed and window.</param>
/// <param name="Shares">A hash of the weights: where they changed, counting begins anew.</param>
/// <param name="Tables">The place in each table, in the order of their names.</param>
internal sealed record MixCursor(ulong Order, ulong Shares, IReadOnlyList<MixCursor.Entry> Tables)
{
    private const long Format = 2;
    private const int Head = 3;
    private const int FieldsOfTable = 8;
    private const int MaxCharacters = 8 << 10;

    /// <summary>As clients see it.</summary>
    public override string ToString()
    {
        var numbers = new List<long> { Format, unchecked((long)Order), unchecked((long)Shares) };
        foreach (var (at, gone, lag) in Tables)
        {
            numbers.AddRange([at.Pass, at.Epoch, at.Mark, at.Offset, at.Closing, (at.IsLast ? 1 : 0) + (gone ? 2 : 0), at.Taken, lag]);
        }

        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(JsonSerializer.Serialize(numbers)));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is a <see cref="BadInputException"/>.</summary>
    /// <param name="text">The cursor.</param>
    /// <param name="orders">The orders of the tables, in the order of their names.</param>
    public static MixCursor Parse(string text, IReadOnlyList<ulong> orders)
    {
        var numbers = Numbers(text);
        if (numbers is null || numbers.Length < Head || numbers[0] != Format || (numbers.Length - Head) % FieldsOfTable != 0)
        {
            throw new BadInputException("The cursor is none of this server's mixed feeds: give back the metadata of a batch as it was.");
        }

        if (unchecked((ulong)numbers[1]) != HashOf(orders) || (numbers.Length - Head) / FieldsOfTable != orders.Count)
        {
            throw new BadInputException("The cursor is of another order: tables, seed and window must be those that it came with. Weights may change.");
        }

        return new(unchecked((ulong)numbers[1]), unchecked((ulong)numbers[2]), [.. orders.Select((order, i) => EntryOf(order, numbers.AsSpan(Head + (i * FieldsOfTable), FieldsOfTable)))]);
    }

    /// <summary>One hash of several numbers in their order.</summary>
    public static ulong HashOf(IReadOnlyList<ulong> numbers) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<ulong>([.. numbers]));

    private static long[]? Numbers(string text)
    {
        try
        {
            return text.Length <= MaxCharacters ? JsonSerializer.Deserialize<long[]>(Base64Url.DecodeFromChars(text)) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    // All but the lag count something.
    private static Entry EntryOf(ulong order, ReadOnlySpan<long> n) => n[..^1].IndexOfAnyExceptInRange(0, long.MaxValue) < 0
        ? new(new(order, 1, n[0], n[1], n[2], n[3], n[4], (n[5] & 1) != 0, n[6]), (n[5] & 2) != 0, n[7])
        : throw new BadInputException("The cursor is none of this server's mixed feeds: it counts less than nothing.");

    /// <summary>A table of the mix.</summary>
    /// <param name="At">The place in it.</param>
    /// <param name="Gone">Whether the others share its part.</param>
    /// <param name="Lag">How far it is behind its share, in rows times the sum of weights.</param>
    internal readonly record struct Entry(FeedCursor At, bool Gone, long Lag);
}
