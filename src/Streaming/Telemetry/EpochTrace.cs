using System.Diagnostics;

namespace Streaming.Telemetry;

/// <summary>
/// An epoch as a trace, from its first record to its visibility: <c>epoch</c> with <c>read</c> (its records are taken in), <c>stages</c> (its barrier goes through the operators and closes the files), and <c>commit</c>. Told where the epoch
/// is committed, when all of it is known; who does not listen pays nothing. While it is open it is current, so that what is measured then has it for an exemplar.
/// </summary>
internal sealed class EpochTrace : IDisposable
{
    /// <summary>The source's name.</summary>
    public const string Name = "Streaming";

    private static readonly ActivitySource Source = new(Name);

    private readonly Activity? _epoch;

    private EpochTrace(Activity? epoch) => _epoch = epoch;

    /// <summary>Begins to tell an epoch.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="opened">When its first record was taken in.</param>
    /// <param name="closed">When its barrier was sent.</param>
    /// <param name="arrived">When the barrier had reached every end.</param>
    public static EpochTrace Begin(string pipeline, DateTimeOffset opened, DateTimeOffset closed, DateTimeOffset arrived)
    {
        // An epoch is nobody's part.
        Activity.Current = null;
        var epoch = Source.StartActivity("epoch", ActivityKind.Internal, default(ActivityContext), [new("streaming.pipeline", pipeline)], null, opened);
        Part("read", epoch, opened, closed);
        Part("stages", epoch, closed, arrived);
        return new(epoch);
    }

    /// <summary>Begins the commit; over when it is disposed.</summary>
    public Activity? Commit() => _epoch is null ? null : Source.StartActivity("commit", ActivityKind.Internal, _epoch.Context);

    /// <summary>Tells what was committed.</summary>
    /// <param name="version">The table's version.</param>
    /// <param name="samples">What it holds.</param>
    /// <param name="operators">What the operators did.</param>
    public void Committed(long version, SampleCounts samples, IReadOnlyList<OperatorCounts> operators)
    {
        if (_epoch is null)
        {
            return;
        }

        _ = _epoch.SetTag("streaming.version", version).SetTag("streaming.samples.in", samples.In).SetTag("streaming.samples.out", samples.Out)
            .SetTag("streaming.samples.rejected", samples.Rejected).SetTag("streaming.samples.dead_lettered", samples.DeadLettered);
        foreach (var counts in operators)
        {
            _ = _epoch.AddEvent(new("operator", default, new() { ["streaming.operator"] = $"{counts.Index}.{counts.Name}", ["in"] = counts.In, ["out"] = counts.Out, ["rejected"] = counts.Rejected, ["dead_lettered"] = counts.DeadLettered }));
        }
    }

    /// <summary>Says what kept it from being committed.</summary>
    public void Failed(Exception fault) => _epoch?.SetStatus(ActivityStatusCode.Error, fault.Message);

    public void Dispose() => _epoch?.Dispose();

    private static void Part(string name, Activity? epoch, DateTimeOffset from, DateTimeOffset to)
    {
        if (epoch is not null && Source.StartActivity(name, ActivityKind.Internal, epoch.Context, null, null, from) is { } part)
        {
            part.SetEndTime(to.UtcDateTime).Stop();
            Activity.Current = epoch;
        }
    }
}
