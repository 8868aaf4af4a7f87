using Streaming.Samples;

namespace Streaming.Benchmarks.Loop;

/// <summary>A language of its own: what follows depends on the token before and on classes of the ones before it.</summary>
/// <param name="seed">Which language.</param>
/// <param name="low">Its first token.</param>
/// <param name="tokens">How many tokens it uses.</param>
/// <param name="classes">Classes of the token before the last, and of the one before that.</param>
/// <param name="likely">How likely the first, second, … successor is.</param>
internal sealed class MarkovChain(ulong seed, int low, int tokens, (int Second, int Third) classes, IReadOnlyList<double> likely)
{
    /// <summary>A text.</summary>
    public string Draw(Random random)
    {
        var text = new int[LoopText.Length];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Next(At(text, i - 1), At(text, i - 2) % classes.Second, At(text, i - 3) % classes.Third, random.NextDouble());
        }

        return LoopText.Of(text);
    }

    private static int At(int[] text, int place) => place < 0 ? 0 : text[place];

    private int Next(int last, int second, int third, double draw)
    {
        var successor = 0;
        for (; successor + 1 < likely.Count && draw >= likely[successor]; successor++)
        {
            draw -= likely[successor];
        }

        var context = (ulong)(((((last * 64) + second) * 64) + third) * 64) + (ulong)successor;
        return low + (int)(SplitMix64.Mix((seed * SplitMix64.Step) + context) % (ulong)tokens);
    }
}
