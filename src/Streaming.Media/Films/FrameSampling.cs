namespace Streaming.Recordings.Films;

/// <summary>Which frames of a film are taken.</summary>
internal enum FrameSamplingMethod
{
    /// <summary>The key frames.</summary>
    AllKeyframes,

    /// <summary>Every frame.</summary>
    AllFrames,

    /// <summary>So many, evenly over the time.</summary>
    Uniform,
}

/// <summary>Chooses frames by when they are shown, as Data-Juicer does.</summary>
internal static class FrameSampling
{
    private const int MaxParts = 100_000;

    /// <summary>The numbers of the chosen frames, in order; with parts of a film one may stand there twice.</summary>
    /// <param name="frames">When each frame is shown.</param>
    /// <param name="seconds">How long the film is.</param>
    /// <param name="method">How they are chosen.</param>
    /// <param name="count">How many, where they are taken evenly.</param>
    /// <param name="part">The length of the parts of which each gives its own, in seconds; 0 for the whole film. What is left at the end gives none.</param>
    public static IReadOnlyList<int> Choose(IReadOnlyList<(double Seconds, bool IsKey)> frames, double seconds, FrameSamplingMethod method, int count, double part)
    {
        if (method == FrameSamplingMethod.AllFrames)
        {
            return [.. Enumerable.Range(0, frames.Count)];
        }

        if (part <= 0)
        {
            return method == FrameSamplingMethod.Uniform ? Evenly(frames, 0, frames.Count, 0, seconds, count) : Keys(frames, 0, frames.Count);
        }

        var parts = (long)Math.Ceiling(seconds / part) - 1;
        if (parts > MaxParts)
        {
            throw new InvalidDataException($"The film has {seconds} s, which are more than {MaxParts} parts.");
        }

        var chosen = new List<int>();
        for (var i = 0; i < parts; i++)
        {
            var (first, end) = (FirstAt(frames, i * part), FirstAfter(frames, (i + 1) * part));
            if (first < end)
            {
                chosen.AddRange(method == FrameSamplingMethod.Uniform ? Evenly(frames, first, end, frames[first].Seconds, LengthOf(frames, first, end), count) : Keys(frames, first, end));
            }
        }

        return chosen;
    }

    // A part starts with a key frame, whatever its first frame was in the film.
    private static List<int> Keys(IReadOnlyList<(double Seconds, bool IsKey)> frames, int first, int end) =>
        [.. Enumerable.Range(first, end - first).Where(i => i == first || frames[i].IsKey)];

    private static List<int> Evenly(IReadOnlyList<(double Seconds, bool IsKey)> frames, int first, int end, double start, double length, int count)
    {
        count = Math.Min(count, end - first);
        var chosen = new List<int>();
        var next = first;
        for (var i = 0; i < count; i++)
        {
            var moment = start + (count == 1 ? length / 2 : length / (count - 1) * i);
            while (next < end && frames[next].Seconds < moment - 1e-9)
            {
                next++;
            }

            if (next >= end)
            {
                // The last moment is the end, which no frame reaches: the last frame stands for it.
                chosen.Add(end - 1);
                break;
            }

            chosen.Add(next++);
        }

        return chosen;
    }

    // To the end of its last frame, which lasts as long as the one before.
    private static double LengthOf(IReadOnlyList<(double Seconds, bool IsKey)> frames, int first, int end) =>
        frames[end - 1].Seconds - frames[first].Seconds + (end - first > 1 ? frames[end - 1].Seconds - frames[end - 2].Seconds : 0);

    private static int FirstAt(IReadOnlyList<(double Seconds, bool IsKey)> frames, double seconds) => frames.TakeWhile(frame => frame.Seconds < seconds - 1e-9).Count();

    private static int FirstAfter(IReadOnlyList<(double Seconds, bool IsKey)> frames, double seconds) => frames.TakeWhile(frame => frame.Seconds <= seconds + 1e-9).Count();
}
