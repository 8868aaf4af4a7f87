namespace Streaming.Models.Operators.Synthesis;

/// <summary>Random choices that follow from a seed on every machine (SplitMix64, Steele et al., OOPSLA 2014).</summary>
internal static class Choice
{
    /// <summary>So many different items in random order, or all where there are fewer.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int count, ulong seed)
    {
        var places = Enumerable.Range(0, items.Count).ToArray();
        var most = Math.Min(count, places.Length);
        for (var i = 0; i < most; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var z = seed;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            var j = i + (int)((z ^ (z >> 31)) % (ulong)(places.Length - i));
            (places[i], places[j]) = (places[j], places[i]);
        }

        return [.. places.Take(most).Select(place => items[place])];
    }
}
