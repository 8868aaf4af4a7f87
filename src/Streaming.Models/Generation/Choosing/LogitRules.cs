namespace Streaming.Models.Generation.Choosing;

/// <summary>What is done to the scores of the next id before one is chosen, in transformers' order.</summary>
internal sealed class LogitRules(GenerationSettings settings, IReadOnlyList<int> endIds)
{
    /// <param name="scores">Logits, or log probabilities where beams are searched; changed in place.</param>
    /// <param name="history">The ids so far: prompt and answer, or a decoder's own with its start.</param>
    /// <param name="newIds">How many of them are new.</param>
    public void Apply(Span<float> scores, ReadOnlySpan<int> history, int newIds)
    {
        PenalizeRepetition(scores, history);
        ForbidRepeatedNgrams(scores, history);
        if (newIds < settings.MinNewTokens)
        {
            Forbid(scores, endIds);
        }

        Forbid(scores, settings.SuppressedTokenIds);
        if (newIds == 0 && settings.ForcedBeginTokenId is { } forced)
        {
            scores.Fill(float.NegativeInfinity);
            scores[forced] = 0;
        }
    }

    private void PenalizeRepetition(Span<float> scores, ReadOnlySpan<int> history)
    {
        if (settings.RepetitionPenalty == 1)
        {
            return;
        }

        var seen = new HashSet<int>();
        foreach (var id in history)
        {
            if (seen.Add(id) && (uint)id < (uint)scores.Length)
            {
                scores[id] = scores[id] < 0 ? scores[id] * settings.RepetitionPenalty : scores[id] / settings.RepetitionPenalty;
            }
        }
    }

    private void ForbidRepeatedNgrams(Span<float> scores, ReadOnlySpan<int> history)
    {
        var before = settings.NoRepeatNgramSize - 1;
        if (before < 0 || history.Length < before)
        {
            return;
        }

        var last = history[^before..];
        for (var start = 0; start + before < history.Length; start++)
        {
            if (history.Slice(start, before).SequenceEqual(last))
            {
                scores[history[start + before]] = float.NegativeInfinity;
            }
        }
    }

    private static void Forbid(Span<float> scores, IReadOnlyList<int> ids)
    {
        foreach (var id in ids)
        {
            if ((uint)id < (uint)scores.Length)
            {
                scores[id] = float.NegativeInfinity;
            }
        }
    }
}
