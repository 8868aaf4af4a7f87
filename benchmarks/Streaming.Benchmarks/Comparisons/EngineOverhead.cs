using Streaming.Benchmarks.Corpora;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>The same source, operators and writer in a bare loop and in the engine.</summary>
internal static class EngineOverhead
{
    /// <summary>Arguments: documents (default 100,000), rounds (default 5).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var documents = Argument.At(arguments, 0, 100_000);
        var corpus = await CorpusFiles.WebAsync(documents);
        Console.WriteLine($"{documents:N0} documents through five filters. Both sync their files; the bare loop commits nothing. The engine's source, stages and sink overlap, which saves time but no work: see processor time.\n");
        await new Contest(Argument.At(arguments, 1, 5))
            .Add("bare loop", () => LoopAsync(Read(corpus, Workspace.Fresh("out-loop"))))
            .Add("engine, 1 thread a stage", () => Pipeline.RunAsync(Read(corpus, Workspace.Fresh("out-engine")), threads: 1))
            .Add("engine, 2 threads a stage", () => Pipeline.RunAsync(Read(corpus, Workspace.Fresh("out-engine")), threads: 2))
            .RunAsync(documents, "documents");
    }

    private static TopologySpec Read(string corpus, string output) => Pipeline.Read(Pipeline.Yaml(corpus, Pipeline.Filters, output));

    private static async Task LoopAsync(TopologySpec spec)
    {
        await using var source = (Source)spec.Sources[0].Source.Create();
        var schema = await source.DescribeAsync(new() { Name = "source", BaseFolder = spec.BaseFolder, Run = "loop", Memory = new MemoryAccount(1L << 30) }, CancellationToken.None);
        var operators = spec.Steps.Cast<OperatorStep>().Select(step => (Operator)step.Operator.Create()).ToList();
        foreach (var step in operators)
        {
            await step.OpenAsync(new() { Name = "step", Seed = 17, Input = schema, Memory = new MemoryAccount(1L << 30), ScratchFolder = () => Workspace.Folder });
            schema = step.Describe(schema);
        }

        var sink = (Sink)spec.Sinks[0].Sink.Create();
        Directory.CreateDirectory(sink.Path);
        await using var file = File.Create(Path.Combine(sink.Path, "all" + sink.Format.Extension));
        await using var writer = sink.Format.Create(file, schema, new(64 << 20));
        await foreach (var read in source.ReadAsync(SplitPositions.Empty, CancellationToken.None))
        {
            foreach (var step in operators)
            {
                await step.ApplyAsync(read.Batch);
            }

            await writer.WriteAsync(read.Batch.Samples);
        }

        await writer.CloseAsync();
        file.Flush(flushToDisk: true);
    }
}
