using System.Globalization;

namespace Streaming.Feed.Tickets;

/// <summary>The epochs of a feed, both ends included; an end that is null is open.</summary>
internal readonly record struct EpochRange(long? First, long? Last)
{
    /// <summary>Reads <c>A..B</c>, <c>A..</c>, <c>..B</c>, <c>A</c>, or null for all.</summary>
    public static EpochRange Parse(string? text)
    {
        if (text is null)
        {
            return default;
        }

        var ends = text.Split("..");
        var range = ends.Length == 1 ? new EpochRange(Number(ends[0], text), Number(ends[0], text)) : new(Number(ends[0], text), Number(ends[1], text));
        return text.Length > 0 && ends.Length <= 2 && !(range.First > range.Last) ? range : throw Wrong(text);
    }

    private static long? Number(string end, string text) =>
        end.Length == 0 ? null : long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(text);

    private static BadInputException Wrong(string text) => new($"epochs takes A..B, A.., ..B or A, not '{text}'.");
}
