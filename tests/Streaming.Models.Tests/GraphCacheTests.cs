using Microsoft.Extensions.Time.Testing;
using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Models.Tests.Generation;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;

namespace Streaming.Models.Tests;

/// <summary>Optimised graphs that are kept on disk.</summary>
public sealed class GraphCacheTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2031, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-graphs-").FullName;
    private readonly FakeTimeProvider _time = new(Later);

    private IReadOnlyList<string> Entries => Directory.GetDirectories(_folder);

    [Fact]
    public void The_second_session_reads_what_the_first_one_optimised_and_gives_the_same()
    {
        using var model = new TinyDecoder(3);
        var plain = Complete(model, new() { Device = ModelDevice.Cpu, GraphCache = "" });
        var cached = new SessionSettings { Device = ModelDevice.Cpu, GraphCache = _folder };
        Assert.Equal(plain, Complete(model, cached));
        var entry = Assert.Single(Entries);
        Assert.NotEqual(Later.UtcDateTime, Directory.GetLastWriteTimeUtc(entry));

        Load(model, _time).Dispose();
        Assert.Equal(Later.UtcDateTime, Directory.GetLastWriteTimeUtc(entry));
        Assert.Equal(plain, Complete(model, cached));
        Assert.Single(Entries);
    }

    [Fact]
    public void An_entry_that_is_damaged_is_made_anew()
    {
        using var model = new TinyDecoder(3);
        Load(model, _time).Dispose();
        var graph = Path.Combine(Assert.Single(Entries), "graph.onnx");
        var whole = File.ReadAllBytes(graph);
        File.WriteAllBytes(graph, whole[..(whole.Length / 2)]);
        Load(model, _time).Dispose();
        Assert.Equal(whole, File.ReadAllBytes(graph));
        File.Delete(graph);
        Load(model, _time).Dispose();
        Assert.Equal(whole, File.ReadAllBytes(graph));
    }

    [Fact]
    public void Another_graph_has_an_entry_of_its_own_and_the_one_not_used_for_longest_goes_first()
    {
        using var model = new TinyDecoder(3);
        Load(model, _time).Dispose();
        var first = Assert.Single(Entries);
        Directory.SetLastWriteTimeUtc(first, Later.UtcDateTime.AddYears(-20));
        var size = Directory.GetFiles(first).Sum(file => new FileInfo(file).Length);
        Change(model, " 2");
        Load(model, _time, size * 5 / 2).Dispose();
        Assert.Equal(2, Entries.Count);
        var second = Entries.Single(entry => entry != first);
        Change(model, " 3");
        Load(model, _time, size * 5 / 2).Dispose();
        Assert.Equal(2, Entries.Count);
        Assert.DoesNotContain(first, Entries);
        Assert.Contains(second, Entries);
    }

    [Fact]
    public void A_broken_graph_is_refused_as_without_a_cache_and_leaves_nothing()
    {
        using var model = new TinyDecoder(3);
        File.WriteAllText(Path.Combine(model.Path, "model.onnx"), "no graph");
        var refused = Assert.Throws<BadInputException>(() => ModelSession.Load(model.Path, new() { Device = ModelDevice.Cpu, GraphCache = _folder }));
        Assert.Contains("model.onnx", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Entries);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_done_without()
    {
        using var model = new TinyDecoder(3);
        var file = Path.Combine(_folder, "a-file");
        File.WriteAllText(file, "");
        var settings = new SessionSettings { Device = ModelDevice.Cpu, GraphCache = Path.Combine(file, "no-folder") };
        Assert.Equal(Complete(model, settings with { GraphCache = "" }), Complete(model, settings));
    }

    /// <summary>Real graphs: classifiers, an encoder and decoder, two towers.</summary>
    [SkippableTheory]
    [InlineData("tiny-quality-classifier", 1)]
    [InlineData("tiny-clip", 3)]
    [InlineData("tiny-t5", 2)]
    public void A_models_graphs_are_kept_each(string name, int graphs)
    {
        var folder = GoldenFolders.Named(name);
        for (var time = 0; time < 2; time++)
        {
            using var session = ModelSession.LoadWarm(folder, new() { Device = ModelDevice.Cpu, GraphCache = _folder });
            Assert.Equal(graphs, Entries.Count);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private InferenceSession Load(TinyDecoder model, TimeProvider time, long maxBytes = GraphCache.DefaultMaxBytes) =>
        new GraphCache(_folder, time, maxBytes).Load(GraphFile.Of(Path.Combine(model.Path, "model.onnx")), ModelDevice.Cpu, () => Accelerator.OptionsFor(ModelDevice.Cpu, 1));

    // Another file beside the graph counts as its weights.
    private static void Change(TinyDecoder model, string text) => File.AppendAllText(Path.Combine(model.Path, "model.onnx_data"), text);

    private static string Complete(TinyDecoder model, SessionSettings settings)
    {
        using var session = ModelSession.LoadWarm(model.Path, settings);
        return session.AsDecoder().Complete(TinyDecoder.Prompt(1, 3), new() { MaxNewTokens = 20 });
    }
}
