namespace Streaming.Operators.Selection.Clusters;

/// <summary>How many to take of each of several groups.</summary>
internal static class Quotas
{
    /// <summary>The same of each, and of small groups all: what they leave goes to the others.</summary>
    public static int[] Even(IReadOnlyList<int> sizes, int wanted)
    {
        var quotas = new int[sizes.Count];
        var open = Enumerable.Range(0, sizes.Count).OrderBy(i => sizes[i]).ThenBy(i => i).ToList();
        var left = Math.Min(wanted, sizes.Sum());
        for (var i = 0; i < open.Count; i++)
        {
            quotas[open[i]] = Math.Min(sizes[open[i]], left / (open.Count - i));
            left -= quotas[open[i]];
        }

        return quotas;
    }

    /// <summary>In proportion to the sizes, by largest remainder.</summary>
    public static int[] Proportional(IReadOnlyList<int> sizes, int wanted)
    {
        var total = sizes.Sum(s => (long)s);
        var goal = Math.Min(wanted, total);
        var quotas = sizes.Select(s => total == 0 ? 0 : (int)(s * goal / total)).ToArray();
        var rest = (int)(goal - quotas.Sum());
        foreach (var i in Enumerable.Range(0, sizes.Count).OrderByDescending(i => total == 0 ? 0 : s(i)).ThenBy(i => i).Take(rest))
        {
            quotas[i]++;
        }

        return quotas;

        long s(int i) => sizes[i] * goal % total;
    }
}
