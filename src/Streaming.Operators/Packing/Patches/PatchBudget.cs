namespace Streaming.Operators.Packing.Patches;

/// <summary>The grid of patches that a picture is resized to: its own aspect, as near as whole patches allow, within a budget.</summary>
internal static class PatchBudget
{
    /// <summary>Rows and columns of patches; one at least, and together no more than the budget.</summary>
    /// <param name="height">The picture's height in pixels.</param>
    /// <param name="width">Its width.</param>
    /// <param name="patch">A patch's side in pixels.</param>
    /// <param name="budget">The most patches.</param>
    public static (int Rows, int Columns) GridOf(int height, int width, int patch, int budget)
    {
        // Never larger than it is: patches that repeat pixels teach nothing.
        var scale = Math.Min(1, Math.Sqrt((double)budget * patch * patch / ((double)height * width)));
        var rows = Math.Clamp((int)Math.Round(height * scale / patch), 1, budget);
        var columns = Math.Clamp((int)Math.Round(width * scale / patch), 1, budget);

        // Rounding may have gone over: the longer side gives way.
        if (rows >= columns)
        {
            rows = Math.Min(rows, budget / columns);
        }
        else
        {
            columns = Math.Min(columns, budget / rows);
        }

        return (rows, columns);
    }
}
