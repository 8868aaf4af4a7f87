using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Streaming.Feed.Tickets;

/// <summary>A place in a feed's order: base64url of a short JSON array, opaque to clients. It counts rows within epochs, not files, so compaction does not touch it.</summary>
/// <param name="Order">A hash of table, seed, window: a cursor belongs to one order.</param>
/// <param name="World">The world that the current delivery is dealt to.</param>
/// <param name="Pass">Passes that are over.</param>
/// <param name="Epoch">The epoch that the delivery's first row is of.</param>
/// <param name="Mark">Tells that epoch from one of the same number in another table.</param>
/// <param name="Offset">That row's place in the epoch.</param>
/// <param name="Closing">The epoch whose commit released the delivery; meaningless at a border.</param>
/// <param name="IsLast">Whether the delivery is the last one of a bounded feed.</param>
/// <param name="Taken">Rows of the delivery that each rank has; 0 at a border, where another world may go on.</param>
internal readonly record struct FeedCursor(ulong Order, int World, long Pass, long Epoch, long Mark, long Offset, long Closing, bool IsLast, long Taken)
{
    private const long Format = 1;
    private const int Fields = 10;
    private const int MaxCharacters = 1024;

    /// <summary>As clients see it.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        JsonSerializer.Serialize<long[]>([Format, unchecked((long)Order), World, Pass, Epoch, Mark, Offset, Closing, IsLast ? 1 : 0, Taken])));

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is a <see cref="BadInputException"/>.</summary>
    public static FeedCursor Parse(string text)
    {
        try
        {
            var numbers = text.Length <= MaxCharacters ? JsonSerializer.Deserialize<long[]>(Base64Url.DecodeFromChars(text)) : null;
            if (numbers is { Length: Fields } && numbers[0] == Format && numbers[2] is > 0 and <= int.MaxValue && numbers.AsSpan(3).IndexOfAnyExceptInRange(0, long.MaxValue) < 0)
            {
                return new(unchecked((ulong)numbers[1]), (int)numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8] != 0, numbers[9]);
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // As good as any other text that is no cursor.
        }

        throw new BadInputException("The cursor is none of this server's: give back the metadata of a batch as it was.");
    }
}
