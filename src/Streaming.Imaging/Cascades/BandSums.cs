namespace Streaming.Imaging.Cascades;

/// <summary>Sums up a band of a picture's rows: each place holds the sum of the levels above and to the left of it within the band, of their squares, and of those in the cone above it.</summary>
internal static class BandSums
{
    /// <summary>Fills the layout's sums with the rows from <paramref name="first"/> on.</summary>
    public static void Fill(BandLayout layout, GrayRows rows, int first, int count, bool withSlanted)
    {
        layout.Sums.AsSpan(0, layout.Stride).Clear();
        layout.Sums.AsSpan(layout.Plane, layout.Stride).Clear();
        using var slanted = withSlanted ? new SlantedSums(layout, rows.Width) : null;
        for (var y = 0; y < count; y++)
        {
            rows.Read(first + y);
            if (layout.Step == 1)
            {
                AddRow(layout, rows.Row, y);
            }
            else
            {
                AddSplitRow(layout, rows.Row, y);
            }

            slanted?.Add(rows.Row, y);
        }
    }

    private static void AddRow(BandLayout layout, byte[] row, int y)
    {
        var length = row.Length + 1;
        Span<int> Part(int at) => layout.Sums.AsSpan(at, length);
        var above = Part(y * layout.Stride);
        var sums = Part((y + 1) * layout.Stride);
        var squaresAbove = Part(layout.Plane + (y * layout.Stride));
        var squares = Part(layout.Plane + ((y + 1) * layout.Stride));
        var (sum, square) = (0, 0);
        (sums[0], squares[0]) = (0, 0);
        for (var x = 0; x < row.Length; x++)
        {
            sum += row[x];
            square += row[x] * row[x];
            sums[x + 1] = above[x + 1] + sum;
            squares[x + 1] = squaresAbove[x + 1] + square;
        }
    }

    private static void AddSplitRow(BandLayout layout, byte[] row, int y)
    {
        var (at, squaresAt, odd) = ((y + 1) * layout.Stride, layout.Plane + ((y + 1) * layout.Stride), layout.Column(1));
        var all = layout.Sums.AsSpan();
        var (sum, square) = (0, 0);
        (all[at], all[squaresAt]) = (0, 0);
        for (var x = 0; x < row.Length; x++)
        {
            sum += row[x];
            square += row[x] * row[x];
            var column = (((x + 1) & 1) * odd) + ((x + 1) >> 1);
            all[at + column] = all[at - layout.Stride + column] + sum;
            all[squaresAt + column] = all[squaresAt - layout.Stride + column] + square;
        }
    }
}
