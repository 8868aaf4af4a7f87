namespace Streaming.Imaging.Cascades;

/// <summary>Puts findings of one thing together, as OpenCV's <c>groupRectangles</c> does: neighbours of neighbours are one group, a group is its mean, small groups within larger ones and groups of too few go.</summary>
internal static class BoxGroups
{
    private const double Likeness = 0.2;

    // From here on a group stands against larger ones that hold it.
    private const int FewInside = 3;

    // Each group is held against each other one.
    private const int MaxGroups = 20_000;

    /// <summary>The groups' means, in the order of their first findings.</summary>
    /// <param name="found">The findings.</param>
    /// <param name="fewest">Groups of so many, or fewer, go; 0 leaves all findings as they are.</param>
    /// <exception cref="InvalidDataException">There are too many groups.</exception>
    public static IReadOnlyList<Box> Of(IReadOnlyList<Box> found, int fewest)
    {
        if (fewest <= 0 || found.Count == 0)
        {
            return found;
        }

        var groups = Means(found).Where(group => group.Count > fewest).ToArray();
        return groups.Length <= MaxGroups
            ? [.. groups.Where(group => !groups.Any(other => other != group && Holds(other, group))).Select(group => group.Mean)]
            : throw new InvalidDataException($"The picture has more than {MaxGroups} things that look like what is sought.");
    }

    /// <summary>Whether two findings are taken for one thing.</summary>
    internal static bool AreAlike(Box one, Box other)
    {
        var most = Likeness * (Math.Min(one.Width, other.Width) + Math.Min(one.Height, other.Height)) * 0.5;
        return Math.Abs(one.X - other.X) <= most && Math.Abs(one.Y - other.Y) <= most && Math.Abs(one.Right - other.Right) <= most && Math.Abs(one.Bottom - other.Bottom) <= most;
    }

    private static IEnumerable<Group> Means(IReadOnlyList<Box> found)
    {
        var roots = AlikeBoxes.RootsOf(found);
        return roots.Select((root, i) => (root, i)).GroupBy(pair => pair.root, pair => found[pair.i]).Select(boxes =>
        {
            var (count, x, y, width, height) = (0, 0L, 0L, 0L, 0L);
            foreach (var box in boxes)
            {
                (count, x, y, width, height) = (count + 1, x + box.X, y + box.Y, width + box.Width, height + box.Height);
            }

            var part = 1f / count;
            return new Group(boxes.Key, count, new(ScanScales.Whole(x * part), ScanScales.Whole(y * part), ScanScales.Whole(width * part), ScanScales.Whole(height * part)));
        });
    }

    private static bool Holds(Group large, Group small)
    {
        var (across, down) = (ScanScales.Whole(large.Mean.Width * Likeness), ScanScales.Whole(large.Mean.Height * Likeness));
        return small.Mean.X >= large.Mean.X - across && small.Mean.Y >= large.Mean.Y - down && small.Mean.Right <= large.Mean.Right + across && small.Mean.Bottom <= large.Mean.Bottom + down
            && (large.Count > Math.Max(FewInside, small.Count) || small.Count < FewInside);
    }

    private readonly record struct Group(int Root, int Count, Box Mean);
}
