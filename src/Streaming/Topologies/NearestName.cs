namespace Streaming.Topologies;

/// <summary>Finds what a mistyped name most likely meant.</summary>
public static class NearestName
{
    // Longer than any name we know; keeps a hostile one from costing its square.
    private const int Longest = 100;

    /// <summary>The known name with the fewest edits (insert, delete, replace, swap of neighbours), if there are at most a third as many as letters; else null.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > Longest)
        {
            return null;
        }

        var nearest = known.Select(k => (Name: k, Edits: Distance(name, k))).OrderBy(k => k.Edits).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Name is { } found && nearest.Edits <= Math.Max(1, Math.Max(name.Length, found.Length) / 3) ? found : null;
    }

    /// <summary>The optimal string alignment distance.</summary>
    internal static int Distance(string a, string b)
    {
        var (beforeLast, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
