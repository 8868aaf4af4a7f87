using System.Diagnostics;
using Streaming.Benchmarks.Comparisons;

namespace Streaming.Benchmarks.Loop;

/// <summary>What a policy saves a trainer in tokens: the loss on held-out texts against tokens learnt from, beside a uniform mixture.</summary>
internal static class LoopComparison
{
    // Tuning has seeds of its own.
    private const int FirstTuningSeed = 101;
    private const int OtherTexts = 1_000;

    private static readonly IReadOnlyList<LoopScene> Scenes =
    [
        new("Six sources of known worth", LoopMixture.Of, null),
        new("Drift: clean and noisy change places at a quarter", LoopMixture.Of, 0.25),
        new("Six sources of one worth: nothing to gain", LoopMixture.Alike, null),
    ];

    /// <summary>Arguments: seeds (default 5), tokens of the uniform mixture (default 480,000), plot file (default none); or <c>tune</c> with the same, which tries settings on seeds of its own.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var tunes = arguments is ["tune", ..];
        var rest = tunes ? arguments[1..] : arguments;
        var (seeds, tokens) = (Argument.At(rest, 0, tunes ? 3 : 5), Argument.At(rest, 1, 480_000));
        var arms = tunes ? Tried() : LoopArm.All;
        var drawn = new List<(string, IReadOnlyList<LoopOutcome>)>();
        foreach (var scene in Scenes)
        {
            var outcomes = await RunAsync(scene, arms, [.. Enumerable.Range(tunes ? FirstTuningSeed : 1, seeds)], tokens);
            LoopReport.Write(scene, outcomes);
            drawn.Add((scene.Name, outcomes));
        }

        if (rest.Length > 2)
        {
            await File.WriteAllTextAsync(rest[2], LoopPlot.Draw(drawn));
        }
    }

    private static IReadOnlyList<LoopArm> Tried() =>
    [
        LoopArm.Uniform,
        LoopArm.Static(0.33, 0.33, 0.34), LoopArm.Static(0.36, 0.2, 0.44), LoopArm.Static(0.25, 0.25, 0.5),
        LoopArm.Doremi(0.3, 0.02), LoopArm.Doremi(1, 0.1), LoopArm.Doremi(1, 0.001),
        LoopArm.Condense(0.5, 1.4, 0.1, 0.1), LoopArm.Condense(0.5, 1.6, 0.1, 0.1), LoopArm.Condense(0.5, 1.8, 0.1, 0.1), LoopArm.Condense(0.3, 1.8, 0.1, 0.1), LoopArm.Condense(0.5, 2.2, 0.1, 0.1),
    ];

    private static async Task<IReadOnlyList<LoopOutcome>> RunAsync(LoopScene scene, IReadOnlyList<LoopArm> arms, IReadOnlyList<int> seeds, long tokens)
    {
        var outcomes = new LoopOutcome[seeds.Count * arms.Count];
        await Parallel.ForEachAsync(seeds.Index(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            var mixture = scene.Mixture(seed.Item);
            var reference = await ReferenceAsync(scene.Mixture(seed.Item + OtherTexts), seed.Item, tokens);
            var drift = scene.DriftAt is { } share ? (long?)(share * tokens) : null;
            var goal = 0.0;
            foreach (var (i, arm) in arms.Index())
            {
                var isUniform = arm == LoopArm.Uniform;
                var start = Stopwatch.GetTimestamp();
                using var run = new LoopRun(mixture, arm, seed.Item, reference, drift);
                var curve = await run.RunAsync(isUniform ? tokens : tokens * 3 / 2, c => !isUniform && c.Last <= goal);
                goal = isUniform ? curve.Last : goal;
                outcomes[(seed.Index * arms.Count) + i] = new(arm.Name, seed.Item, curve, goal, isUniform ? run.Trainer.Tokens : outcomes[seed.Index * arms.Count].Budget, run.ScoredTokens + run.Trainer.ReferenceTokens, run.Weights);
                Console.Error.WriteLine($"{scene.Name}, seed {seed.Item}, {arm.Name}: {curve.Last:F4} of {goal:F4} after {run.Trainer.Tokens:N0} tokens, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
            }
        });
        return outcomes;
    }

    // A model that learnt the uniform mixture of other texts before: one that has seen the same texts knows the scarce ones by heart, and every other model is then far behind it on them.
    private static async Task<LoopModel> ReferenceAsync(LoopMixture mixture, int seed, long tokens)
    {
        using var run = new LoopRun(mixture, LoopArm.Uniform, seed + OtherTexts, null, null);
        await run.RunAsync(tokens, _ => false);
        return run.Trainer.Model;
    }
}

/// <summary>A mixture to learn from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mixture">The sources of a seed.</param>
/// <param name="DriftAt">The part of the tokens after which clean and noisy change places; null: never.</param>
internal sealed record LoopScene(string Name, Func<int, LoopMixture> Mixture, double? DriftAt);

/// <summary>How one arm did on one seed.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Curve">The loss on what is held out.</param>
/// <param name="Goal">The uniform mixture's last loss.</param>
/// <param name="Budget">The tokens that the uniform mixture took to it.</param>
/// <param name="Scored">Tokens that were read to score samples, by a checkpoint or a reference model.</param>
/// <param name="Weights">The weights at the end.</param>
internal sealed record LoopOutcome(string Arm, int Seed, LoopCurve Curve, double Goal, long Budget, long Scored, IReadOnlyDictionary<string, double> Weights)
{
    // A forward pass costs a third of a step, which has a backward pass twice as dear.
    private const double ForwardShare = 1.0 / 3;

    /// <summary>The share of tokens saved; negative where more were needed; null where the goal was not reached with half as many again.</summary>
    public double? Saved => Curve.TokensTo(Goal) is { } tokens ? 1 - (tokens / Budget) : null;

    /// <summary>The same with what scoring read, at the trainer's own size.</summary>
    public double? SavedWithScoring => Curve.TokensTo(Goal) is { } tokens ? 1 - ((tokens + (Scored * ForwardShare)) / Budget) : null;
}
