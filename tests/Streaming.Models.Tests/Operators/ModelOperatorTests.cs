using Streaming.Models.Operators;
using Streaming.Models.Operators.Scoring;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Models.Tests.Operators;

/// <summary>What all operators with a model share: loans, stats, errors before the first sample, digests, what a plan says.</summary>
public sealed class ModelOperatorTests
{
    private static readonly string[] _texts = ["The harbour was quiet at dawn.", "BUY NOW CLICK", "zzkq wq", "It rained all night over the hills."];

    [SkippableFact]
    public async Task Operators_that_name_the_same_folder_have_the_same_model_until_the_last_one_is_gone()
    {
        using var copy = new FolderCopy(GoldenFolders.Named("tiny-quality-classifier"));
        var options = Classifier() with { Model = copy.Path, Replicas = 1 };
        var first = await OperatorDriver.OpenAsync(new TextClassifierScorer(options));
        await using (await OperatorDriver.OpenAsync(new TextClassifierScorer(options with { Into = "other" })))
        {
            File.Delete(copy.Of("model.onnx"));
        }

        // Nothing is left of it on disk: whoever gets it now has the one that is loaded.
        await using (var third = await OperatorDriver.OpenAsync(new TextClassifierScorer(options)))
        {
            await third.ApplyAsync(_texts);
            Assert.Equal(4, third.Out.Count);
        }

        await first.ApplyAsync(_texts);
        Assert.Equal(4, first.Out.Count);
        Assert.True(ModelLoan.Shared.Holds(copy.Path));
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.False(ModelLoan.Shared.Holds(copy.Path));
    }

    [SkippableFact]
    public async Task A_model_of_another_kind_is_given_back()
    {
        using var copy = new FolderCopy(GoldenFolders.Named("tiny-embedder"));
        var fault = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new TextClassifierScorer(Classifier() with { Model = copy.Path })));
        Assert.Contains("TextEmbedder", fault.Message, StringComparison.Ordinal);
        Assert.False(ModelLoan.Shared.Holds(copy.Path));
    }

    [SkippableFact]
    public async Task A_sample_that_has_the_stat_does_not_meet_the_model()
    {
        await using var driver = await OperatorDriver.OpenAsync(new TextClassifierScorer(Classifier()));
        var samples = Some.Samples(_texts);
        samples[1].Stats["quality"] = 0.25;
        await driver.ApplyAsync(samples);
        Assert.Equal([3], driver.Calls);
        Assert.Equal(0.25, driver.Out[1].Stats["quality"]);
    }

    [SkippableFact]
    public async Task Auto_without_a_gpu_is_a_warning_and_cpu_is_none()
    {
        await using var auto = await OperatorDriver.OpenAsync(new TextClassifierScorer(Classifier() with { Device = "auto" }));
        await using var cpu = await OperatorDriver.OpenAsync(new TextClassifierScorer(Classifier()));
        Assert.Equal(((TextClassifierScorer)auto.Operator).FellBack ? 1 : 0, auto.Warnings.Count);
        Assert.Empty(cpu.Warnings);
    }

    [SkippableFact]
    public async Task A_label_that_the_model_has_not_is_an_error_that_lists_those_it_has()
    {
        var fault = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new TextClassifierScorer(Classifier() with { Label = "hgih" })));
        Assert.Contains("high, low, medium", string.Join(", ", fault.Message.Split(": ")[^1].TrimEnd('.').Split(", ").Order()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "no model folder")]
    [InlineData("gpu", "no device")]
    public void What_can_be_seen_before_the_start_is_a_problem_of_its_option(string device, string words)
    {
        var problems = new TextClassifierScorerOptions { Model = "/no/such/model", Label = "high", Into = "quality", Device = device }.Validate("/");
        Assert.Contains(problems, problem => problem.Message.Contains(words, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_broken_model_stops_the_run_before_a_sample_is_read()
    {
        using var copy = new FolderCopy(GoldenFolders.Named("tiny-quality-classifier"));
        File.WriteAllBytes(copy.Of("model.onnx"), File.ReadAllBytes(copy.Of("model.onnx"))[..5_000]);
        using var topology = new TestTopology().From("in", new ListSourceOptions([new("a", _texts)])).Then(Step<TextClassifierScorer>(Classifier() with { Model = copy.Path }));
        var fault = await Assert.ThrowsAsync<BadInputException>(() => topology.RunAsync());
        Assert.Contains("model.onnx", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_run_writes_the_digests_of_its_models_into_each_epoch()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 2) }.From("in", new ListSourceOptions([new("a", _texts)]) with { BatchSamples = 2 }).Then(Step<TextClassifierScorer>(Classifier()));
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        var manifests = Directory.GetFiles(Path.Combine(topology.Table, "_streaming", "epochs"), "*.json");
        Assert.Equal(2, manifests.Length);
        using var session = Sessions.ModelSession.Load(GoldenFolders.Named("tiny-quality-classifier"), new() { Device = Sessions.ModelDevice.Cpu });
        Assert.All(manifests, manifest => Assert.Contains($"\"tiny-quality-classifier\":\"{session.Digest}\"", File.ReadAllText(manifest), StringComparison.Ordinal));
        var version = Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString();
        Assert.All(manifests, manifest => Assert.Contains($"\"runtimes\":{{\"onnxruntime\":\"{version}\"}}", File.ReadAllText(manifest), StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_plan_says_where_the_model_runs_and_what_it_needs()
    {
        var outline = new TextClassifierScorer(Classifier() with { BatchSize = 8, WindowBatches = 4, Replicas = 2 }).Outline.ToDictionary();
        Assert.Equal(("tiny-quality-classifier", "cpu × 2", "8 items, 16384 tokens", "32 items or 100 ms"), (outline["model"], outline["device"], outline["batch"], outline["window"]));
        Assert.Matches("about [0-9]+ MiB", outline["memory"]);
    }

    [Theory]
    [InlineData("cuda:0,1", "cuda:0 cuda:1")]
    [InlineData("cuda:1,1", "cuda:1")]
    [InlineData("cpu", "cpu")]
    public void Several_devices_are_named_by_their_numbers(string text, string devices) => Assert.Equal(devices, string.Join(' ', DeviceList.Parse(text)));

    private static TextClassifierScorerOptions Classifier() => new() { Model = GoldenFolders.Named("tiny-quality-classifier"), Label = "high", Into = "quality", Device = "cpu" };
}
