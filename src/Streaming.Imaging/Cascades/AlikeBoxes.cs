namespace Streaming.Imaging.Cascades;

/// <summary>
/// Which boxes hang together through boxes that are alike. Boxes lie on a grid for each size, of cells as large as two alike boxes can be apart: each is held against those nearby and not against all, so that a picture made
/// of nothing but findings takes time in proportion to them.
/// </summary>
internal static class AlikeBoxes
{
    private const double Reach = 0.2;

    /// <summary>For each box the number of another one, the same for all that hang together.</summary>
    public static int[] RootsOf(IReadOnlyList<Box> boxes)
    {
        var roots = Enumerable.Range(0, boxes.Count).ToArray();
        var cells = new Dictionary<(int Width, int Height, int X, int Y), List<int>>();
        for (var i = 0; i < boxes.Count; i++)
        {
            var key = CellOf(boxes[i], boxes[i]);
            if (!cells.TryGetValue(key, out var cell))
            {
                cells.Add(key, cell = []);
            }

            cell.Add(i);
        }

        var sizes = boxes.Select(box => box with { X = 0, Y = 0 }).Distinct().ToList();
        for (var i = 0; i < boxes.Count; i++)
        {
            foreach (var size in sizes.Where(size => IsNear(boxes[i], size)))
            {
                Join(boxes, i, size, cells, roots);
            }
        }

        return [.. Enumerable.Range(0, boxes.Count).Select(i => RootOf(roots, i))];
    }

    // Both edges may be apart, each by a tenth of the smaller one's sides together.
    private static bool IsNear(Box box, Box size) => size.Width >= box.Width && size.Width - box.Width <= Reach * (box.Width + box.Height);

    // With those of a size that is as large or larger: the others come to this one by themselves.
    private static void Join(IReadOnlyList<Box> boxes, int at, Box size, Dictionary<(int, int, int, int), List<int>> cells, int[] roots)
    {
        var (_, _, x, y) = CellOf(boxes[at], size);
        for (var beside = 0; beside < 9; beside++)
        {
            foreach (var other in cells.GetValueOrDefault((size.Width, size.Height, x + (beside % 3) - 1, y + (beside / 3) - 1)) ?? [])
            {
                if (other != at && BoxGroups.AreAlike(boxes[at], boxes[other]))
                {
                    var (one, two) = (RootOf(roots, at), RootOf(roots, other));
                    roots[Math.Max(one, two)] = Math.Min(one, two);
                }
            }
        }
    }

    // A cell is as long as boxes of that size may lie apart, by the mean of their sides as likeness is measured.
    private static (int Width, int Height, int X, int Y) CellOf(Box box, Box size)
    {
        var side = Math.Max(1, (int)Math.Ceiling(Reach * (size.Width + size.Height) * 0.5));
        return (size.Width, size.Height, Math.DivRem(box.X, side).Quotient, Math.DivRem(box.Y, side).Quotient);
    }

    private static int RootOf(int[] roots, int at)
    {
        while (roots[at] != at)
        {
            at = roots[at] = roots[roots[at]];
        }

        return at;
    }
}
