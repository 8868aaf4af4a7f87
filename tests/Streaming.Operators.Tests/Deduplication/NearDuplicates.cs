namespace Streaming.Operators.Tests.Deduplication;

/// <summary>Documents of random words, some of them edited copies of earlier ones, from a seed.</summary>
internal static class NearDuplicates
{
    /// <summary>A stream of texts: each is new, or a copy of an earlier one with up to a fifth of its words changed.</summary>
    public static IReadOnlyList<string> Stream(int seed, int count, int words = 60, double copies = 0.5)
    {
        var random = new Random(seed);
        var texts = new List<string[]>();
        for (var i = 0; i < count; i++)
        {
            texts.Add(texts.Count > 0 && random.NextDouble() < copies
                ? Edited(texts[random.Next(texts.Count)], random.NextDouble() * 0.2, random)
                : [.. Enumerable.Range(0, words).Select(_ => Word(random))]);
        }

        return [.. texts.Select(t => string.Join(' ', t))];
    }

    /// <summary>A text and a copy in which words are changed at the given rate.</summary>
    public static (string Original, string Copy) Pair(int words, double rate, Random random)
    {
        string[] original = [.. Enumerable.Range(0, words).Select(_ => Word(random))];
        return (string.Join(' ', original), string.Join(' ', Edited(original, rate, random)));
    }

    /// <summary>The share of shingles that two texts have in common.</summary>
    public static double Jaccard(string one, string other, int window)
    {
        var (a, b) = (ShinglesOf(one, window), ShinglesOf(other, window));
        return (double)a.Intersect(b).Count() / a.Union(b).Count();
    }

    private static HashSet<string> ShinglesOf(string text, int window)
    {
        var words = text.Split(' ');
        return [.. Enumerable.Range(0, words.Length - window + 1).Select(i => string.Join(' ', words[i..(i + window)]))];
    }

    private static string[] Edited(string[] words, double rate, Random random) => [.. words.Select(w => random.NextDouble() < rate ? Word(random) : w)];

    private static string Word(Random random) => $"w{random.Next(100_000)}";
}
