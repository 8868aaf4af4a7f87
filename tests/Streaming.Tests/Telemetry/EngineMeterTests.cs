using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Telemetry;

public sealed class EngineMeterTests
{
    // What was measured, by instrument and tags. Runs of other tests use the same meter: only those of this test's pipeline name an operator at this place.
    private readonly ConcurrentDictionary<string, double> _measured = new();

    [Fact]
    public async Task A_run_tells_its_figures_to_who_listens()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) };
        using var listener = Listen(instrument => instrument.Meter.Tags!.Any(t => t is { Key: "pipeline", Value: "metered" }));
        topology.From("in", ListSourceOptions.Numbered(300)).Then(
            Keep(s => s.Lineage.Position % 3 != 0),
            OnBatch(b =>
            {
                if (b.Samples[0].Lineage.Position > 250)
                {
                    listener.RecordObservableInstruments();
                }

                return default;
            }));
        await using var plan = await Streaming.Runtime.Planner.PlanAsync(topology.Build() with { Name = "metered" });
        var report = await Streaming.Runtime.Run.ExecuteAsync(plan, new(), default);
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal((3, 200), (_measured["streaming.commits"], _measured["streaming.committed.samples"]));
        Assert.True(_measured["streaming.commit.duration"] > 0);
        Assert.InRange(_measured["streaming.operator.samples 0.test_filter in"], 250, 300);
        Assert.InRange(_measured["streaming.operator.samples 0.test_filter rejected"], 80, 100);
        Assert.True(_measured["streaming.budget.bytes in_flight"] > 0);
        Assert.True(_measured.ContainsKey("streaming.epoch.age"));
        Assert.True(_measured["streaming.epoch.duration"] >= _measured["streaming.commit.duration"]);
        Assert.InRange(_measured["streaming.source.position in a"], 100, 200);
        Assert.Contains(_measured, m => m.Key.StartsWith("streaming.stage.queue.batches ", StringComparison.Ordinal));
        Assert.Contains(_measured, m => m.Key.StartsWith("streaming.stage.queue.bytes ", StringComparison.Ordinal) && m.Value > 0);

        // Whatever was at a stage has left it.
        Assert.All(report.Totals.Stages, stage => Assert.Equal((0, 0), (stage.Batches, stage.Bytes)));
        Assert.NotEmpty(report.Totals.Stages);
    }

    [Fact]
    public void Lag_is_told_per_split()
    {
        using var listener = Listen(instrument => instrument.Meter.Tags!.Any(t => t is { Key: "pipeline", Value: "lagging" }));
        var web = new SourceStatus("web", new Dictionary<string, long> { ["pages-0"] = 5, ["pages-1"] = 6 }, 3, TimeSpan.FromSeconds(2));
        using var meter = new EngineMeter("lagging", TimeProvider.System, () => new()
        {
            Elapsed = TimeSpan.Zero,
            Samples = new(0, 0, 0, 0, 0, 0),
            BytesIn = 0,
            BytesOut = 0,
            Operators = [],
            Epochs = 0,
            Version = -1,
            Budget = new(0, 0, 0),
            Sources = [web],
        });
        listener.RecordObservableInstruments();
        Assert.Equal((5, 6), (_measured["streaming.source.lag web pages-0"], _measured["streaming.source.lag web pages-1"]));
        Assert.Equal((3, 2), (_measured["streaming.source.rebalances web"], _measured["streaming.source.paused web"]));
    }

    private MeterListener Listen(Predicate<Instrument> wanted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == EngineMeter.Name && wanted(instrument))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags, adds: true));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags, adds: false));
        listener.Start();
        return listener;
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool adds)
    {
        var key = string.Join(' ', tags.ToArray().Select(t => $"{t.Value}").Prepend(instrument.Name));
        _measured.AddOrUpdate(key, value, (_, before) => adds ? before + value : value);
    }
}
