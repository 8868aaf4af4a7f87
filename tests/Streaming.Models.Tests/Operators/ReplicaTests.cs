using System.Collections.Concurrent;
using Streaming.Models.Generation;
using Streaming.Models.Operators;
using Streaming.Models.Operators.Synthesis;
using Streaming.Models.Sessions;
using Streaming.Models.Tests.Generation;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Several sessions of one model: each lane calls its own, at the same time.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public void Each_replica_is_a_session_of_its_own_until_the_loan_ends()
    {
        using var folder = new TinyDecoder();
        var options = new TwiceOptions { Model = folder.Path, Device = "cpu", Replicas = 3 };
        using (var loan = ModelLoan.Take(folder.Path, options))
        {
            Assert.Equal(3, loan.Sessions.Distinct().Count());
            using var second = ModelLoan.Take(folder.Path, options with { Replicas = 2 });
            Assert.True(ModelLoan.Shared.Holds(folder.Path));
        }

        Assert.False(ModelLoan.Shared.Holds(folder.Path));
    }

    [Fact]
    public void Where_nothing_is_said_a_small_model_has_a_session_for_each_thread_of_the_processor_and_one_that_generates_has_one()
    {
        using var folder = new TinyDecoder();
        var processors = Math.Min(Environment.ProcessorCount, 8);
        var options = new TwiceOptions { Model = folder.Path, Device = "cpu" };
        Assert.Equal(processors, options.SessionsPerDevice);
        Assert.Equal(processors, options.Limits.Lanes);
        using (var loan = ModelLoan.Take(folder.Path, options))
        {
            Assert.Equal(processors, loan.Sessions.Distinct().Count());
        }

        Assert.Equal(1, (options with { Threads = Environment.ProcessorCount }).SessionsPerDevice);
        Assert.Equal(1, new GenerateMapperOptions { Prompt = "{text}", Model = folder.Path, Device = "cpu" }.SessionsPerDevice);
    }

    [Fact]
    public void Where_nothing_is_said_a_large_model_has_one_session()
    {
        using var folder = new TinyDecoder();
        using (var weights = File.Create(Directory.GetFiles(folder.Path, "*.onnx", SearchOption.AllDirectories)[0] + "_data"))
        {
            weights.SetLength(ReplicaRule.MaxBytes);
        }

        Assert.Equal(1, new TwiceOptions { Model = folder.Path, Device = "cpu" }.SessionsPerDevice);
    }

    [Fact]
    public async Task Two_replicas_work_at_the_same_time_each_with_its_own_model()
    {
        using var folder = new TinyDecoder(3, 11, 50);
        var options = new TwiceOptions { Model = folder.Path, Device = "cpu", Replicas = 2, BatchSize = 4, WindowBatches = 2 };
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(64)).Then(TestTopology.Step<Twice>(options));
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal(2, options.Seen.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"a:{i}"), await topology.IdsAsync());
    }

    /// <summary>Options of <see cref="Twice"/>.</summary>
    internal sealed record TwiceOptions : ModelOptions
    {
        public string Model { get; init; } = "";

        public ConcurrentBag<object> Seen { get; } = [];

        public CountdownEvent Both { get; } = new(2);

        internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
    }

    /// <summary>Its first call waits until a second one is there: with one session it would wait for ever.</summary>
    [Operator("test_twice")]
    internal sealed class Twice(TwiceOptions options) : ModelOperator<TextDecoder>(options, options.Model)
    {
        protected override TextDecoder Bind(ModelSession session) => session.AsDecoder();

        protected override DeviceItem PrepareItem(Sample sample) => new Nothing();

        protected override void Run(TextDecoder model, IReadOnlyList<DeviceItem> items, CancellationToken abort)
        {
            if (!options.Both.IsSet)
            {
                options.Both.Signal();
                options.Both.Wait(abort);
            }

            options.Seen.Add(model);
            model.Complete(TinyDecoder.Prompt(1, 3), new() { MaxNewTokens = 5 });
        }

        protected override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome) => outcome.Keep(sample);

        private sealed class Nothing : DeviceItem;
    }
}
