using Streaming.Benchmarks.Comparisons;
using Streaming.Models.Encoders;
using Streaming.Models.Folders;
using Streaming.Models.Operators;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Benchmarks.Models;

/// <summary>The engine's model stage beside bare loops over ONNX Runtime, on the same rows.</summary>
internal sealed class ModelStage(ModelArguments arguments, string folder)
{
    private static readonly int[] _sizes = [8, 16, 32, 64, 128];

    private readonly TokenRow[] _rows = TokenisedTexts.Of(folder, arguments.Number("samples", 20_000));
    private readonly int _rounds = arguments.Number("rounds", 5);
    private DeviceCounts? _counts;

    /// <summary>Beside a loop over all rows sorted by length, at the batch size that is best for it. Arguments: model, device, samples (20,000), rounds (5), batch (the best), window (64), source_batch (64), threads (all) of a call on the processor, replicas (0: as the operators have it) in the engine.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var given = new ModelArguments(arguments);
        if (given.Folder("model", "tiny-quality-classifier") is { } folder)
        {
            await new ModelStage(given, folder).BesideSortedAsync();
        }
    }

    /// <summary>Beside fixed batches in the order of arrival. Arguments: model, device, samples (20,000), rounds (5), batch (32), window (64), threads (all).</summary>
    public static async Task RunBatchingAsync(string[] arguments)
    {
        var given = new ModelArguments(arguments);
        if (given.Folder("model", "tiny-quality-classifier") is { } folder)
        {
            await new ModelStage(given, folder).BesideArrivalAsync();
        }
    }

    private async Task BesideSortedAsync()
    {
        using var session = Session();
        var loop = new BareLoop(session, PadId);
        TokenRow[] sorted = [.. _rows.OrderByDescending(row => row.Length)];
        Console.WriteLine($"{_rows.Length:N0} rows that are tokenised already, {Tokens:N0} tokens. The bare loop has all rows sorted by length; its batch sizes first. Models are loaded beforehand in both.\n");
        var sizes = new Contest(_rounds);
        Array.ForEach(Batches, batch => sizes.Add($"{batch} rows", () => loop.Run(sorted, batch)));
        var times = await sizes.RunAsync(_rows.Length, "rows");
        var best = Batches[times.Select((time, i) => (time.Min, i)).Min().i];
        using var loaded = ModelLoan.Take(folder, Options(best));
        var model = loaded.Sessions.First().AsTextClassifier();
        var compared = await new Contest(_rounds)
            .Add($"bare loop, {best} rows", () => loop.Run(sorted, best))
            .Add("the model's own call, same batches", () => Direct(model, sorted, best))
            .Add("engine", () => StageAsync(Options(best)))
            .Add("engine, the model not called", () => StageAsync(Options(best) with { CallsModel = false }))
            .RunAsync(_rows.Length, "rows");
        Console.WriteLine($"Throughput of the engine ÷ bare loop: {compared[0].Min / compared[2].Min:F3} (least times), {compared[0].Median / compared[2].Median:F3} (medians). Asked: 0.98.");
        PrintPadding(loop.PaddedTokens);
    }

    private async Task BesideArrivalAsync()
    {
        using var session = Session();
        var loop = new BareLoop(session, PadId);
        var batch = arguments.Number("batch", 32);
        Console.WriteLine($"{_rows.Length:N0} rows that are tokenised already, {Tokens:N0} tokens, log-normal lengths. The naive loop takes {batch} rows at a time as they arrive.\n");
        using var loaded = ModelLoan.Take(folder, Options(batch));
        var compared = await new Contest(_rounds)
            .Add("fixed batches in order of arrival", () => loop.Run(_rows, batch))
            .Add("engine", () => StageAsync(Options(batch)))
            .RunAsync(_rows.Length, "rows");
        Console.WriteLine($"Throughput of the engine ÷ fixed batches: {compared[0].Min / compared[1].Min:F2} (least times), {compared[0].Median / compared[1].Median:F2} (medians). Asked: 2.");
        PrintPadding(loop.PaddedTokens);
    }

    private int Threads => arguments.Number("threads", 0);

    private int[] Batches => arguments.Number("batch", 0) is > 0 and var given ? [given] : _sizes;

    private long Tokens => _rows.Sum(row => (long)row.Length);

    private int PadId => TextSettings.Of(ModelFolder.Open(folder)).PadId;

    private Microsoft.ML.OnnxRuntime.InferenceSession Session()
    {
        using var options = Accelerator.OptionsFor(Accelerator.Resolve(arguments.Device), Threads);
        return new(ModelFolder.Open(folder).Graphs.Of("model").Path, options);
    }

    private void PrintPadding(long bare) =>
        Console.WriteLine($"Padding: {100 * _counts!.PaddingRatio:F1} % in the engine (asked: below 5 %), {100 * (1 - ((double)Tokens / bare)):F1} % in the loop. Rows of a call in the engine: {_counts.BatchSize:F1}.");

    private static void Direct(TextClassifier model, TokenRow[] rows, int batch)
    {
        foreach (var part in rows.Chunk(batch))
        {
            using var output = model.Run(part);
            for (var i = 0; i < part.Length; i++)
            {
                model.Finish(output, i, part[i]);
            }
        }
    }

    private TokenisedScorerOptions Options(int batch) =>
        new() { Model = folder, Rows = _rows, Device = $"{arguments.Device}", BatchSize = batch, Threads = Threads, Replicas = arguments.Number("replicas", 0), WindowBatches = arguments.Number("window", 64), MaxBatchTokens = 1 << 20 };

    // The whole way: a source, the stage, a table.
    private async Task StageAsync(TokenisedScorerOptions options)
    {
        using var topology = new TestTopology { Memory = ByteSize.MiB(1024) }
            .From("in", new([new("a", new Unread(_rows.Length))]) { BatchSamples = arguments.Number("source_batch", 64) })
            .Then(TestTopology.Step<TokenisedScorer>(options));
        var report = await topology.RunAsync(threads: 2);
        _counts = !options.CallsModel ? _counts : report.Error is null ? report.Totals.Operators.Single().Device : throw new InvalidOperationException(report.Error.Message, report.Error.Exception);
    }

    // Texts that nobody reads.
    private sealed class Unread(int count) : IReadOnlyList<string>
    {
        public int Count => count;

        public string this[int index] => "";

        public IEnumerator<string> GetEnumerator() => Enumerable.Repeat("", count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
