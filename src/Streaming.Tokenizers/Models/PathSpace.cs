namespace Streaming.Tokenizers.Models;

/// <summary>The best path to each place of a piece.</summary>
internal sealed class PathSpace
{
    public double[] Scores { get; private set; } = new double[64];

    public int[] Starts { get; private set; } = new int[64];

    public int[] Ids { get; private set; } = new int[64];

    /// <summary>Makes room for places 0 … <paramref name="length"/>, none reached.</summary>
    public void Reset(int length)
    {
        if (Scores.Length <= length)
        {
            var size = Math.Max(length + 1, Scores.Length * 2);
            Scores = new double[size];
            Starts = new int[size];
            Ids = new int[size];
        }

        Scores[0] = 0;
        Starts.AsSpan(0, length + 1).Fill(-1);
    }
}
