namespace Streaming.Operators.Selection;

/// <summary>How many of a number are meant by a share and a number.</summary>
internal static class Share
{
    /// <summary>The share, rounded down, or the number where that is smaller or no share is given.</summary>
    public static int Of(int count, double? ratio, int? number)
    {
        // A share of 0 counts as none given: Python holds it for false.
        var share = ratio is { } r and not 0 ? r * count : (double?)null;
        return (int)Math.Min(share ?? int.MaxValue, number ?? int.MaxValue);
    }
}
