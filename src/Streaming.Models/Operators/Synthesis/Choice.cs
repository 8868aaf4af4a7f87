using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Random choices that follow from a seed on every machine.</summary>
internal static class Choice
{
    /// <summary>So many different items in random order, or all where there are fewer.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int count, ulong seed)
    {
        var places = Enumerable.Range(0, items.Count).ToArray();
        var most = Math.Min(count, places.Length);
        for (var i = 0; i < most; i++)
        {
            seed += SplitMix64.Step;
            var j = i + (int)(SplitMix64.Mix(seed) % (ulong)(places.Length - i));
            (places[i], places[j]) = (places[j], places[i]);
        }

        return [.. places.Take(most).Select(place => items[place])];
    }
}
