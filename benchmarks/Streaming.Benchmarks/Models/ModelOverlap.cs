using Streaming.Benchmarks.Comparisons;
using Streaming.Models.Operators;
using Streaming.Operators;
using Streaming.Testing;

namespace Streaming.Benchmarks.Models;

/// <summary>Two models in one topology, beside each of them alone: while the second works on a window the first works on the next.</summary>
internal static class ModelOverlap
{
    /// <summary>Arguments: model and other (folders of text classifiers), device, samples (8,000), rounds (5), batch (32), threads (1) a call on the processor.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var given = new ModelArguments(arguments);
        if (given.Folder("model", "tiny-quality-classifier") is not { } first || given.Folder("other", "tiny-quality-regressor") is not { } second)
        {
            return;
        }

        TokenisedScorerOptions[] models = [Options(given, first, "first"), Options(given, second, "second")];
        using var one = ModelLoan.Take(first, models[0]);
        using var other = ModelLoan.Take(second, models[1]);
        Console.WriteLine($"{models[0].Rows.Count:N0} rows; each call on the processor with {models[0].Threads} of {Environment.ProcessorCount} processors.\n");
        var times = await new Contest(given.Number("rounds", 5))
            .Add("both in one topology", () => RunAsync(models))
            .Add("the first alone", () => RunAsync(models[0]))
            .Add("the second alone", () => RunAsync(models[1]))
            .RunAsync(models[0].Rows.Count, "rows");
        Console.WriteLine($"Both together ÷ sum of each alone: {times[0].Min / (times[1].Min + times[2].Min):F2} (least times), {times[0].Median / (times[1].Median + times[2].Median):F2} (medians); 0.5 is two that hide each other wholly.");
    }

    private static TokenisedScorerOptions Options(ModelArguments given, string folder, string into) => new()
    {
        Model = folder,
        Into = into,
        Rows = TokenisedTexts.Of(folder, given.Number("samples", 8_000)),
        Device = $"{given.Device}",
        BatchSize = given.Number("batch", 32),
        WindowBatches = given.Number("window", 16),
        Threads = given.Number("threads", 1),
    };

    private static async Task RunAsync(params TokenisedScorerOptions[] models)
    {
        using var topology = new TestTopology { Memory = ByteSize.MiB(1024) }
            .From("in", new([new("a", [.. models[0].Rows.Select(_ => "")])]) { BatchSamples = 64 })
            .Then([.. models.Select(model => TestTopology.Step<TokenisedScorer>(model))]);
        if ((await topology.RunAsync(threads: 2)).Error is { } error)
        {
            throw new InvalidOperationException(error.Message, error.Exception);
        }
    }
}
