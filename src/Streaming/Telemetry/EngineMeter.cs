using System.Diagnostics.Metrics;

namespace Streaming.Telemetry;

/// <summary>A run's figures as instruments of <see cref="System.Diagnostics.Metrics"/>, for OpenTelemetry and <c>dotnet-counters</c>. Collected from the run's own counters: who does not listen pays nothing.</summary>
internal sealed class EngineMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Streaming";

    private readonly Meter _meter;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<double> _epochDuration;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _committed;
    private readonly Func<RunSnapshot> _snapshot;

    public EngineMeter(string pipeline, TimeProvider time, Func<RunSnapshot> snapshot)
    {
        (Pipeline, Time) = (pipeline, time);
        _snapshot = snapshot;
        _meter = new(new MeterOptions(Name) { Tags = [new("pipeline", pipeline)] });
        _commitDuration = _meter.CreateHistogram<double>("streaming.commit.duration", "s", "Time from a closed epoch to its visibility.");
        _epochDuration = _meter.CreateHistogram<double>("streaming.epoch.duration", "s", "Time from an epoch's first record to its visibility.");
        _commits = _meter.CreateCounter<long>("streaming.commits", "{commit}", "Epochs committed.");
        _committed = _meter.CreateCounter<long>("streaming.committed.samples", "{sample}", "Samples that became visible.");
        Observe("streaming.operator.samples", "{sample}", "Samples by operator and outcome.", isCounter: true, OperatorSamples);
        Observe("streaming.operator.duration", "s", "Time spent in operators, all threads added up.", isCounter: true, s => s.Operators.Select(o => new Measurement<double>(o.BusyMilliseconds / 1e3, Operator(o))));
        Observe("streaming.model.batch.size", "{sample}", "Samples of a call to a model, on average.", isCounter: false, s => Devices(s, d => d.BatchSize));
        Observe("streaming.model.padding.ratio", "1", "Share of the calls to a model that was filling.", isCounter: false, s => Devices(s, d => d.PaddingRatio));
        Observe("streaming.budget.bytes", "By", "The run's memory.", isCounter: false, Budget);
        Observe("streaming.epoch.age", "s", "Age of the oldest record that is not committed.", isCounter: false, s => [new(s.EpochAge?.TotalSeconds ?? 0)]);
        Observe("streaming.stage.queue.batches", "{batch}", "Batches that wait at a stage.", isCounter: false, s => s.Stages.Select((stage, i) => new Measurement<double>(stage.Batches, Stage(stage, i))));
        Observe("streaming.stage.queue.bytes", "By", "Bytes of the batches that wait at a stage or are worked on in it.", isCounter: false, s => s.Stages.Select((stage, i) => new Measurement<double>(stage.Bytes, Stage(stage, i))));
        Observe("streaming.source.position", "{record}", "Positions of the newest commit.", isCounter: false, s => s.Positions.Select(p => new Measurement<double>(p.Position, new("source", p.Source), new("split", p.Split))));
        Observe("streaming.source.lag", "{record}", "Records behind the position that was read.", isCounter: false, s => s.Sources.SelectMany(Lag));
        Observe("streaming.source.rebalances", "{rebalance}", "Times that splits changed hands.", isCounter: true, s => s.Sources.Select(o => new Measurement<double>(o.Rebalances, Source(o))));
        Observe("streaming.source.paused", "s", "Time that sources were held back.", isCounter: true, s => s.Sources.Select(o => new Measurement<double>(o.Paused.TotalSeconds, Source(o))));
    }

    /// <summary>The pipeline that is measured.</summary>
    public string Pipeline { get; }

    /// <summary>The clock that durations are measured with.</summary>
    public TimeProvider Time { get; }

    /// <summary>Notes a commit.</summary>
    /// <param name="took">Time that it took.</param>
    /// <param name="age">Time since the epoch's first record.</param>
    /// <param name="samples">What it holds.</param>
    public void Committed(TimeSpan took, TimeSpan age, SampleCounts samples)
    {
        _epochDuration.Record(age.TotalSeconds);
        _commitDuration.Record(took.TotalSeconds);
        _commits.Add(1);
        _committed.Add(samples.Out);
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> OperatorSamples(RunSnapshot snapshot) => snapshot.Operators.SelectMany(o => new Measurement<double>[]
    {
        new(o.In, Operator(o), new("outcome", "in")),
        new(o.Out, Operator(o), new("outcome", "out")),
        new(o.Rejected, Operator(o), new("outcome", "rejected")),
        new(o.DeadLettered, Operator(o), new("outcome", "dead_lettered")),
    });

    private static IEnumerable<Measurement<double>> Devices(RunSnapshot snapshot, Func<DeviceCounts, double> figure) =>
        snapshot.Operators.Where(o => o.Device is not null).Select(o => new Measurement<double>(figure(o.Device!), Operator(o)));

    private static IEnumerable<Measurement<double>> Budget(RunSnapshot snapshot) =>
    [
        new(snapshot.Budget.InFlight, new KeyValuePair<string, object?>("kind", "in_flight")),
        new(snapshot.Budget.Used, new KeyValuePair<string, object?>("kind", "used")),
        new(snapshot.Budget.Limit, new KeyValuePair<string, object?>("kind", "limit")),
    ];

    private static IEnumerable<Measurement<double>> Lag(SourceStatus source) =>
        source.Lag.Select(l => new Measurement<double>(l.Value, Source(source), new("split", l.Key)));

    private static KeyValuePair<string, object?> Operator(OperatorCounts counts) => new("operator", $"{counts.Index}.{counts.Name}");

    private static KeyValuePair<string, object?> Stage(StageStatus stage, int place) => new("stage", $"{place}.{stage.Name}");

    private static KeyValuePair<string, object?> Source(SourceStatus source) => new("source", source.Name);

    private void Observe(string name, string unit, string description, bool isCounter, Func<RunSnapshot, IEnumerable<Measurement<double>>> read)
    {
        if (isCounter)
        {
            _meter.CreateObservableCounter(name, () => read(_snapshot()), unit, description);
        }
        else
        {
            _meter.CreateObservableGauge(name, () => read(_snapshot()), unit, description);
        }
    }
}
