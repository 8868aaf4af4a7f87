namespace Streaming.Recordings.Films.Motion;

/// <summary>
/// Dense optical flow by polynomial expansion (Farnebäck, Two-Frame Motion Estimation Based on Polynomial Expansion, 2003), with OpenCV's steps and the parameters of Data-Juicer: three levels of half
/// the size each, windows of 15 pixels, three rounds, neighbourhoods of 5 with a deviation of 1.2.
/// </summary>
internal static class Farneback
{
    private const int Levels = 3;
    private const int Iterations = 3;
    private const int SmallestSide = 32;

    /// <summary>How many times a picture can be halved.</summary>
    public static int LevelsOf(int width, int height)
    {
        var levels = 0;
        for (var scale = 0.5; levels < Levels && width * scale >= SmallestSide && height * scale >= SmallestSide; scale /= 2)
        {
            levels++;
        }

        return levels;
    }

    /// <summary>How far the pixels move from one frame to the next, in pixels: the mean.</summary>
    public static double MeanMotion(FlowFrame from, FlowFrame to)
    {
        var coarsest = from.Expansion(from.Levels - 1);
        var (dx, dy) = (new Plane(coarsest.Width, coarsest.Height), new Plane(coarsest.Width, coarsest.Height));
        for (var level = from.Levels - 1; level >= 0; level--)
        {
            var (a, b) = (from.Expansion(level), to.Expansion(level));
            (dx, dy) = level == from.Levels - 1 ? (dx, dy) : (Doubled(dx, a), Doubled(dy, a));
            Refine(a, b, dx, dy);
        }

        var sum = 0.0;
        for (var i = 0; i < dx.Values.Length; i++)
        {
            sum += MathF.Sqrt((dx.Values[i] * dx.Values[i]) + (dy.Values[i] * dy.Values[i]));
        }

        return sum / dx.Values.Length;
    }

    private static void Refine(Expansion from, Expansion to, Plane dx, Plane dy)
    {
        var system = new FlowSystem(from.Width, from.Height);
        for (var round = 0; round < Iterations; round++)
        {
            system.Fill(from, to, dx, dy);
            system.Solve(dx, dy);
        }
    }

    private static Plane Doubled(Plane flow, Expansion size)
    {
        var larger = flow.Resized(size.Width, size.Height);
        for (var i = 0; i < larger.Values.Length; i++)
        {
            larger.Values[i] *= 2;
        }

        return larger;
    }
}
