namespace Streaming.Models.Generation;

/// <summary>Prompts that wait for places in a decoder's batch, in their order.</summary>
/// <param name="lengths">Their lengths in tokens.</param>
/// <param name="limits">How many places there are.</param>
internal sealed class PromptQueue(IReadOnlyList<int> lengths, DecodingLimits limits)
{
    // A call for a single prompt costs about what a step of the whole batch costs: let a part of the places become free first.
    private const int PartOfPlaces = 8;

    private int _next;

    public bool IsEmpty => _next == lengths.Count;

    /// <summary>The prompts that come in now, by index; none while too few places are free to be worth a call.</summary>
    /// <param name="rows">Rows that are active.</param>
    /// <param name="length">Their length so far.</param>
    public Range Take(int rows, int length)
    {
        var first = _next;
        var (longest, places) = (length, 0);
        while (_next < lengths.Count)
        {
            longest = Math.Max(longest, lengths[_next]);
            if (rows + _next - first >= limits.RowsOf(longest) && rows + _next > first)
            {
                break;
            }

            places = limits.RowsOf(longest);
            _next++;
        }

        if (rows > 0 && _next < lengths.Count && _next - first < Math.Max(1, places / PartOfPlaces))
        {
            _next = first;
        }

        return first.._next;
    }
}
