using Streaming.Topologies;

namespace Streaming.Benchmarks.Loop;

/// <summary>A way to steer the mixture.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Feedback">The policy.</param>
/// <param name="Weights">The weights that it starts with; null: all the same.</param>
/// <param name="Passing">The shares of learnt and of too hard samples that pass; null: samples are not scored.</param>
/// <param name="UsesReference">Whether the losses of a reference model go with each sample.</param>
internal sealed record LoopArm(string Name, FeedbackOptions Feedback, IReadOnlyDictionary<string, double>? Weights = null, (double Rehearsal, double Probing)? Passing = null, bool UsesReference = false)
{
    // What each source holds: what a mixture by size would give.
    private static readonly Dictionary<string, double> Sizes = new() { ["clean"] = 2000, ["scarce"] = 150, ["noisy"] = 2000, ["duplicated"] = 2000, ["hard"] = 2000, ["saturated"] = 2000 };

    /// <summary>The mixture that the others are held against.</summary>
    public static LoopArm Uniform { get; } = new("uniform", new() { Policy = FeedbackPolicy.Static });

    /// <summary>All that are compared.</summary>
    public static IReadOnlyList<LoopArm> All { get; } =
    [
        Uniform,

        // The settings of this one and of those below were found by `compare loop tune`, on other seeds. It knows what is asked; the others do not.
        Static(0.33, 0.33, 0.34),
        new("temperature, by size, 1 to 5", new() { Policy = FeedbackPolicy.Temperature, From = 1, To = 5, Steps = 240 }, Sizes),
        new("odm", new() { Policy = FeedbackPolicy.Odm }),
        Doremi(0.3, 0.02),
        Doremi(1, 0.001),
        Condense(0.5, 1.8, 0.1, 0.1),
    ];

    /// <summary>What teaches nothing rests; the others have fixed weights.</summary>
    public static LoopArm Static(double clean, double scarce, double hard) => new(
        $"static: clean {clean}, scarce {scarce}, hard {hard}",
        new() { Policy = FeedbackPolicy.Static },
        new Dictionary<string, double> { ["clean"] = clean, ["scarce"] = scarce, ["hard"] = hard, ["noisy"] = 0, ["duplicated"] = 0, ["saturated"] = 0 });

    /// <summary>Condensation with rehearsal.</summary>
    public static LoopArm Condense(double low, double high, double rehearsal, double probing) => new(
        $"condense: {low} to {high}, rehearsal {rehearsal}, probing {probing}", new() { Policy = FeedbackPolicy.Condense, Low = low, High = high }, Passing: (rehearsal, probing));

    /// <summary>Excess over a reference model.</summary>
    public static LoopArm Doremi(double rate, double floor) => new(
        $"doremi: rate {rate}, floor {floor}", new() { Policy = FeedbackPolicy.Doremi, Rate = rate, Floor = floor }, UsesReference: true);
}
