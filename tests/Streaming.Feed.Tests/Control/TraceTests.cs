using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Streaming.Runtime;

namespace Streaming.Feed.Tests.Control;

/// <summary>An epoch as a trace, to which the durations that are measured of it point.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task An_epoch_is_traced_from_its_first_record_to_its_commit()
    {
        var told = await TraceAsync("traced", null);
        var epochs = told.Where(a => a.OperationName == "epoch").OrderBy(a => a.StartTimeUtc).ToList();
        Assert.Equal([0L, 1L], epochs.Select(e => (long)e.GetTagItem("streaming.version")! - (long)epochs[0].GetTagItem("streaming.version")!));
        foreach (var epoch in epochs)
        {
            Assert.Equal((default, 100L, 60L, 40L), (epoch.ParentSpanId, (long)epoch.GetTagItem("streaming.samples.in")!, (long)epoch.GetTagItem("streaming.samples.out")!, (long)epoch.GetTagItem("streaming.samples.rejected")!));
            var parts = told.Where(a => a.ParentSpanId == epoch.SpanId).OrderBy(a => a.StartTimeUtc).ThenBy(a => a.OperationName == "commit").ToList();
            Assert.Equal(["read", "stages", "commit"], parts.Select(p => p.OperationName));
            Assert.All(parts, p => Assert.Equal(epoch.TraceId, p.TraceId));
            Assert.All(parts, p => Assert.InRange(p.StartTimeUtc, epoch.StartTimeUtc, epoch.StartTimeUtc + epoch.Duration));
            Assert.Equal(parts[0].StartTimeUtc + parts[0].Duration, parts[1].StartTimeUtc);
            Assert.Equal("0.test_range", epoch.Events.Single().Tags.First(t => t.Key == "streaming.operator").Value);
        }
    }

    [Fact]
    public async Task Durations_point_to_the_trace_that_they_were_measured_in()
    {
        var exported = new ConcurrentDictionary<string, ConcurrentBag<ActivityTraceId>>();
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter(Telemetry.EngineMeter.Name).SetExemplarFilter(ExemplarFilterType.TraceBased).AddReader(new BaseExportingMetricReader(new Exemplars(exported))).Build();
        var told = await TraceAsync("exemplary", () => meters.ForceFlush());
        var traces = told.Where(a => a.OperationName == "epoch").Select(a => a.TraceId).ToHashSet();
        Assert.Contains(exported["streaming.epoch.duration"], traces.Contains);
        Assert.Contains(exported["streaming.commit.duration"], traces.Contains);
    }

    // Runs two epochs of a pipeline of that name, and gives what was traced of them.
    private static async Task<IReadOnlyList<Activity>> TraceAsync(string pipeline, Action? then)
    {
        var all = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.EpochTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = all.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var topology = new TestTopology { Epoch = new(Samples: 100) };
        topology.From("x", ListSourceOptions.Numbered(1_000)).Then(TestTopology.Within(s => s.Lineage.Position % 10, 4, 9));
        await using var plan = await Planner.PlanAsync(topology.Build() with { Name = pipeline });
        var report = await Run.ExecuteAsync(plan, new() { MaxEpochs = 2 }, default);
        Assert.Null(report.Error);
        then?.Invoke();
        var own = all.Where(a => a.GetTagItem("streaming.pipeline") as string == pipeline).Select(a => a.TraceId).ToHashSet();
        return [.. all.Where(a => own.Contains(a.TraceId))];
    }

    private sealed class Exemplars(ConcurrentDictionary<string, ConcurrentBag<ActivityTraceId>> exported) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                if (metric.MetricType != MetricType.Histogram)
                {
                    continue;
                }

                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    if (point.TryGetExemplars(out var exemplars))
                    {
                        foreach (ref readonly var exemplar in exemplars)
                        {
                            exported.GetOrAdd(metric.Name, _ => []).Add(exemplar.TraceId);
                        }
                    }
                }
            }

            return ExportResult.Success;
        }
    }
}
