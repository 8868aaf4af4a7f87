using Streaming.Cli.Analysis.Embeddings;
using Streaming.Cli.Analysis.Sketches;
using Streaming.Cli.Analysis.Texts;
using Streaming.Operators.Vectors;

namespace Streaming.Cli.Analysis.Diversity;

/// <summary>A map of a dataset: drawn samples in groups, and their places in the plane where they spread most.</summary>
/// <param name="Kind">What the vectors are.</param>
/// <param name="Points">The samples.</param>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="Explained">The share of the variance that the plane shows, 0…1.</param>
internal sealed record ClusterMap(string Kind, IReadOnlyList<MapPoint> Points, IReadOnlyList<MapGroup> Groups, double Explained)
{
    private const int MostPoints = 2_000;
    private const int MostGroups = 8;
    private const int PointsOfGroup = 10;
    private const int Excerpt = 120;
    private const int Words = 5;
    private const ulong Seed = 17;

    /// <summary>Of the drawn rows; null where too few have a vector.</summary>
    public static ClusterMap? Of(IReadOnlyList<DrawnRow> rows, string? column, string? model)
    {
        // The places of a reservoir are no random order: the first rows of a dataset tend to stay in the first ones.
        var shuffled = rows.ToArray();
        new Random((int)Seed).Shuffle(shuffled);
        var drawn = shuffled.Take(MostPoints).ToList();
        var (kind, vectors) = VectorsOf(drawn, column, model);
        var kept = drawn.Zip(vectors).Where(p => p.Second is not null).ToList();
        var size = kept.Count == 0 ? 0 : kept[0].Second!.Length;
        kept.RemoveAll(p => p.Second!.Length != size);
        if (kept.Count < 2 * PointsOfGroup)
        {
            return null;
        }

        IReadOnlyList<float[]> used = [.. kept.Select(p => p.Second!)];
        var count = Math.Min(MostGroups, kept.Count / PointsOfGroup);
        var (groups, cosines) = Cluster(used, count);
        var (places, explained) = PrincipalPlane.Of(used);
        var points = kept.Select((p, i) => new MapPoint(p.First.Id, ReadableText.Excerpt(p.First.Text, Excerpt), groups[i], places[i].X, places[i].Y, cosines[i])).ToList();
        return new(kind, points, GroupsOf(points, [.. kept.Select(p => p.First.Text)], count), explained);
    }

    // Groups are numbered by size, the largest first.
    private static (int[] Groups, float[] Cosines) Cluster(IReadOnlyList<float[]> vectors, int count)
    {
        var means = SphericalMeans.Train(vectors, count, Seed);
        var places = vectors.Select(v => means.Of(v)).ToList();
        var order = places.GroupBy(p => p.Cluster).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).ToList();
        return ([.. places.Select(p => order.IndexOf(p.Cluster))], [.. places.Select(p => p.Cosine)]);
    }

    private static (string Kind, IReadOnlyList<float[]?> Vectors) VectorsOf(List<DrawnRow> rows, string? column, string? model)
    {
        if (column is not null)
        {
            return ($"the column {column}", [.. rows.Select(r => r.Vector)]);
        }

        if (model is not null)
        {
            using var vectors = new ModelVectors(model);
            return ($"the model {Path.GetFileName(Path.TrimEndingDirectorySeparator(model))}", [.. vectors.Of(rows.Select(r => r.Text))]);
        }

        // Words that stand in most texts tell them apart no better than their lengths do.
        var counts = TermCounts(rows.Select(r => r.Text));
        var common = counts.Where(c => c.Value * 2 > rows.Count).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return ("hashed words and pairs of words", [.. rows.Select(r => HashedText.Of(r.Text, common))]);
    }

    private static IReadOnlyList<MapGroup> GroupsOf(List<MapPoint> points, List<string> texts, int count)
    {
        var all = TermCounts(texts);
        return
        [
            .. Enumerable.Range(0, count).Select(g =>
            {
                var members = Enumerable.Range(0, points.Count).Where(i => points[i].Group == g).ToList();
                return new MapGroup(members.Count, TellingWords(TermCounts(members.Select(i => texts[i])), members.Count, all, points.Count), members.Count == 0 ? null : points[members.MaxBy(i => points[i].Cosine)]);
            }).Where(g => g.Size > 0),
        ];
    }

    // Frequent here, and more so than elsewhere: the share here times the logarithm of the ratio of the shares.
    private static IReadOnlyList<string> TellingWords(Dictionary<string, int> here, int members, Dictionary<string, int> all, int rows) =>
    [
        .. here.Where(t => t.Value > 1 && t.Key.Length > 1).OrderByDescending(t => t.Value / (double)members * Math.Log(t.Value / (double)members * rows / all[t.Key]))
            .ThenBy(t => t.Key, StringComparer.Ordinal).Take(Words).Select(t => t.Key),
    ];

    // In how many texts each stands.
    private static Dictionary<string, int> TermCounts(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            seen.Clear();
            var terms = new Terms(text);
            while (terms.TryNext(out var term, out _, out _))
            {
                if (seen.Add(term))
                {
                    counts[term] = counts.GetValueOrDefault(term) + 1;
                }
            }
        }

        return counts;
    }
}

/// <summary>A sample on the map.</summary>
internal sealed record MapPoint(string Id, string Excerpt, int Group, double X, double Y, float Cosine);

/// <summary>A group of the map.</summary>
/// <param name="Size">Its samples.</param>
/// <param name="Words">What it has more of than the others.</param>
/// <param name="Central">The sample nearest its centre.</param>
internal sealed record MapGroup(int Size, IReadOnlyList<string> Words, MapPoint? Central);
