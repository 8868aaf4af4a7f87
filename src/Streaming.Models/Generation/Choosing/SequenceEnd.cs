using Streaming.Tokenizers;

namespace Streaming.Models.Generation.Choosing;

/// <summary>Tells whether a sequence has ended.</summary>
internal sealed class SequenceEnd(GenerationSettings settings, IReadOnlyList<int> endIds, ITokenizer tokenizer)
{
    // Ids to look back for a stop string: one of a single byte of a character each, and some for those that are no text.
    private readonly int _lookBack = settings.StopStrings.Count == 0 ? 0 : (settings.StopStrings.Max(text => text.Length) * 4) + 16;

    /// <param name="newIds">The new ids so far.</param>
    /// <param name="limit">How many there may be.</param>
    public FinishReason? Of(ReadOnlySpan<int> newIds, int limit) =>
        newIds.Length > 0 && endIds.Contains(newIds[^1]) ? FinishReason.End
        : IsStopped(newIds) ? FinishReason.Stop
        : newIds.Length >= limit ? FinishReason.Length
        : null;

    private bool IsStopped(ReadOnlySpan<int> newIds)
    {
        if (_lookBack == 0)
        {
            return false;
        }

        var text = tokenizer.Decode(newIds[Math.Max(0, newIds.Length - _lookBack)..]);
        return settings.StopStrings.Any(stop => text.Contains(stop, StringComparison.Ordinal));
    }
}
