namespace Streaming.Recordings.Films.Motion;

/// <summary>A frame as the optical flow sees it: expanded, in its own size and in halves of it.</summary>
internal sealed class FlowFrame
{
    private readonly Expansion[] _levels;

    public FlowFrame(Plane gray)
    {
        _levels = [.. Enumerable.Range(0, Farneback.LevelsOf(gray.Width, gray.Height) + 1).Select(level => ExpandedAt(gray, level))];
    }

    /// <summary>How many sizes there are.</summary>
    public int Levels => _levels.Length;

    /// <summary>One of them; 0 is the frame's own size.</summary>
    public Expansion Expansion(int level) => _levels[level];

    private static Expansion ExpandedAt(Plane gray, int level)
    {
        var scale = Math.Pow(0.5, level);
        var deviation = ((1 / scale) - 1) * 0.5;
        var length = Math.Max((int)Math.Round(deviation * 5) | 1, 3);
        var smooth = gray.Blurred(Plane.Bell(length, deviation));
        return Motion.Expansion.Of(smooth.Resized((int)Math.Round(gray.Width * scale), (int)Math.Round(gray.Height * scale)));
    }
}
