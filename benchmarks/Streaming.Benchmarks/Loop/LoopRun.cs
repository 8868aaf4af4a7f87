using Streaming.Operators.Filtering;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;

namespace Streaming.Benchmarks.Loop;

/// <summary>
/// One trainer and one run of the engine, epoch by epoch: the run is started again for each epoch from its table, with what the trainer told of the one before, so that every border is a restart too. Samples of sources come again
/// when the source begins again, and are scored by the checkpoint of that moment.
/// </summary>
internal sealed class LoopRun : IDisposable
{
    private const int EpochSamples = 128;

    private readonly LoopMixture _mixture;
    private readonly LoopArm _arm;
    private readonly long? _driftAt;
    private readonly TestTopology _before;
    private readonly TestTopology _after;
    private readonly LoopTrainer _trainer;
    private readonly List<Sample> _epoch = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-loop-").FullName;
    private LoopModel _checkpoint;
    private LossReport? _told;

    /// <summary>A run that has not begun.</summary>
    /// <param name="mixture">The sources.</param>
    /// <param name="arm">What steers.</param>
    /// <param name="seed">Of the trainer's model.</param>
    /// <param name="reference">A reference model; null: none.</param>
    /// <param name="driftAt">After so many tokens clean and noisy change places; null: never.</param>
    public LoopRun(LoopMixture mixture, LoopArm arm, int seed, LoopModel? reference, long? driftAt)
    {
        (_mixture, _arm, _driftAt) = (mixture, arm, driftAt);
        _trainer = new(seed, arm.UsesReference ? reference : null);
        _checkpoint = _trainer.Model.Checkpoint();
        (_before, _after) = (Topology(mixture), Topology(mixture.Drifted()));
    }

    /// <summary>The trainer.</summary>
    public LoopTrainer Trainer => _trainer;

    /// <summary>Tokens that a checkpoint scored.</summary>
    public long ScoredTokens { get; private set; }

    /// <summary>The weights of the last epoch.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; private set; } = new Dictionary<string, double>();

    /// <summary>Learns until the trainer has seen so many tokens, and gives the loss on what is held out after each epoch.</summary>
    /// <param name="most">Tokens at most.</param>
    /// <param name="isDone">Whether a curve has come far enough.</param>
    public async Task<LoopCurve> RunAsync(long most, Func<LoopCurve, bool> isDone)
    {
        var curve = new LoopCurve();
        while (_trainer.Tokens < most && !isDone(curve))
        {
            await EpochAsync();
            if (_epoch.Count > 0)
            {
                _told = _trainer.Learn(_epoch);
                _checkpoint = _trainer.Model.Checkpoint();
            }

            curve.Add(_trainer.Tokens, _mixture.HeldOut.Average(_checkpoint.Loss));
        }

        return curve;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task EpochAsync()
    {
        _epoch.Clear();
        await using var plan = await Planner.PlanAsync((_trainer.Tokens >= _driftAt ? _after : _before).Build(), new() { Threads = 1 });
        if (_told is { } report)
        {
            plan.Control.Feedback.Report(report);
            _told = null;
        }

        var ended = await Run.ExecuteAsync(plan, new() { MaxEpochs = 1 }, CancellationToken.None);
        if (ended.Status != RunStatus.Completed)
        {
            throw new InvalidOperationException($"The run ended as {ended.Status}: {ended.Error?.Message}", ended.Error?.Exception);
        }

        Weights = plan.Control.Mix!.InForce;
    }

    private TestTopology Topology(LoopMixture mixture)
    {
        var topology = new TestTopology(_folder)
        {
            Epoch = new(Samples: EpochSamples),
            Mix = new(_arm.Weights ?? LoopMixture.Sources.ToDictionary(s => s, _ => 1.0), MixUnit.Samples)
            {
                Exhausted = MixExhausted.Repeat,
                Epochs = LoopMixture.Sources.ToDictionary(s => s, _ => 1_000_000),
            },
            Feedback = _arm.Feedback,
        };
        foreach (var source in LoopMixture.Sources)
        {
            topology.From(source, new([new("all", mixture.Texts[source])]) { BatchSamples = 32 });
        }

        if (_arm.Passing is { } passing)
        {
            topology.Then(
                TestTopology.Step<CheckpointScorer>((Func<Sample, double>)Score),
                TestTopology.Step<CondenseFilter>(new CondenseFilterOptions { FieldKey = $"{KnownColumns.Stats}.{CheckpointScorer.Stat}", Rehearsal = passing.Rehearsal, Probing = passing.Probing }));
        }

        return topology.Then(TestTopology.OnBatch(Take, serial: true));
    }

    private double Score(Sample sample)
    {
        ScoredTokens += sample.Text.Length;
        return _checkpoint.Loss(sample.Text);
    }

    private ValueTask Take(SampleBatch batch)
    {
        _epoch.AddRange(batch.Samples);
        return ValueTask.CompletedTask;
    }
}
