namespace Streaming.Benchmarks.Loop;

/// <summary>The figures of a scene as Markdown.</summary>
internal static class LoopReport
{
    /// <summary>Writes them.</summary>
    public static void Write(LoopScene scene, IReadOnlyList<LoopOutcome> outcomes)
    {
        Console.WriteLine($"\n## {scene.Name}\n");
        Console.WriteLine("| | tokens saved: mean | least … most | seeds that got there | with scoring, at the trainer's size | tokens scored ÷ uniform's tokens | weights at the end (mean) |\n|---|---|---|---|---|---|---|");
        foreach (var arm in outcomes.GroupBy(o => o.Arm))
        {
            var saved = arm.Select(o => o.Saved).OfType<double>().ToList();
            var withScoring = arm.Select(o => o.SavedWithScoring).OfType<double>().ToList();
            Console.WriteLine(
                $"| {arm.Key} | {(saved.Count == arm.Count() ? $"{saved.Average():P1}" : "–")} | {(saved.Count > 0 ? $"{saved.Min():P1} … {saved.Max():P1}" : "–")} | {saved.Count} of {arm.Count()} "
                + $"| {(withScoring.Count == arm.Count() ? $"{withScoring.Average():P1}" : "–")} | {arm.Average(o => (double)o.Scored / o.Budget):F2} | {Weights([.. arm])} |");
        }
    }

    private static string Weights(IReadOnlyList<LoopOutcome> arm) =>
        string.Join(", ", LoopMixture.Sources.Select(s => $"{s} {arm.Average(o => o.Weights[s] / o.Weights.Values.Sum()):F2}"));
}
