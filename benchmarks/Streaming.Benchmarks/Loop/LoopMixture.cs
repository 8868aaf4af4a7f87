namespace Streaming.Benchmarks.Loop;

/// <summary>Six sources whose worth is known: three teach what is asked in the end, three do not.</summary>
/// <param name="Texts">The texts of each source, which are read over and over.</param>
/// <param name="HeldOut">What the model is asked: texts that no source holds, a third each of what clean, scarce and hard teach.</param>
internal sealed record LoopMixture(IReadOnlyDictionary<string, IReadOnlyList<string>> Texts, IReadOnlyList<string> HeldOut)
{
    /// <summary>The sources.</summary>
    public static readonly IReadOnlyList<string> Sources = ["clean", "scarce", "noisy", "duplicated", "hard", "saturated"];

    private const int Many = 2_000;
    private const int Asked = 40;

    private static readonly MarkovChain Clean = new(1, 1, 24, (6, 1), [0.7, 0.15, 0.1, 0.05]);
    private static readonly MarkovChain Scarce = new(2, 14, 24, (4, 1), [0.7, 0.15, 0.1, 0.05]);
    private static readonly MarkovChain Hard = new(3, 1, 47, (8, 2), [0.5, 0.2, 0.15, 0.15]);

    /// <summary>The mixture of a seed.</summary>
    public static LoopMixture Of(int seed)
    {
        var random = new Random(seed);
        var copies = Draw(20, () => Clean.Draw(random));
        return new(
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["clean"] = Draw(Many, () => Clean.Draw(random)),
                ["scarce"] = Draw(150, () => Scarce.Draw(random)),
                ["noisy"] = Draw(Many, () => Noise(random)),
                ["duplicated"] = Draw(Many, () => copies[random.Next(copies.Count)]),
                ["hard"] = Draw(Many, () => Hard.Draw(random)),
                ["saturated"] = Draw(Many, () => Cycle(random)),
            },
            Ask(random));
    }

    /// <summary>Six sources of one worth: nothing can be gained by choosing among them.</summary>
    public static LoopMixture Alike(int seed)
    {
        var random = new Random(seed);
        return new(Sources.ToDictionary(s => s, _ => Draw(Many, () => new[] { Clean, Scarce, Hard }[random.Next(3)].Draw(random))), Ask(random));
    }

    /// <summary>The same mixture after clean and noisy have changed places.</summary>
    public LoopMixture Drifted() => this with
    {
        Texts = Texts.ToDictionary(t => t.Key, t => t.Key switch { "clean" => Texts["noisy"], "noisy" => Texts["clean"], _ => t.Value }),
    };

    private static IReadOnlyList<string> Ask(Random random) =>
        [.. Draw(Asked, () => Clean.Draw(random)), .. Draw(Asked, () => Scarce.Draw(random)), .. Draw(Asked, () => Hard.Draw(random))];

    private static IReadOnlyList<string> Draw(int count, Func<string> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static string Noise(Random random) => LoopText.Of([.. Enumerable.Range(0, LoopText.Length).Select(_ => random.Next(1, LoopText.Vocabulary))]);

    // One of few cycles of eight tokens: learnt in no time.
    private static string Cycle(Random random)
    {
        var (from, step) = (random.Next(8), random.Next(4));
        return LoopText.Of([.. Enumerable.Range(0, LoopText.Length).Select(i => 40 - (step * 8) + ((from + i) % 8))]);
    }
}
