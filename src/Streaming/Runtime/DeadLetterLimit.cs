namespace Streaming.Runtime;

/// <summary>Stops a run whose input is mostly broken, before it has filled a disk with dead letters.</summary>
internal static class DeadLetterLimit
{
    /// <summary>Below so many samples the share says little; the end of the run is checked all the same.</summary>
    private const long MinSamples = 1_000;

    /// <summary>Throws when the share of dead letters is above the limit.</summary>
    public static void Check(RunCounters counters, double maxRatio, bool atEnd)
    {
        var (letters, samples) = (counters.DeadLettered, counters.In);
        if (letters > 0 && (atEnd || samples >= MinSamples) && letters > maxRatio * samples)
        {
            throw new TooManyDeadLettersException(
                $"{letters} of {samples} samples could not be processed, more than max_ratio {maxRatio} allows. The last one: {counters.LastDeadLetter}. "
                + "Nothing of the open epoch is visible. Fix the input or the operator, or raise dead_letters.max_ratio.");
        }
    }
}

/// <summary>The share of dead letters is above <c>max_ratio</c>.</summary>
internal sealed class TooManyDeadLettersException(string message) : Exception(message);
