using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Streaming.Runtime;
using Streaming.Telemetry;

namespace Streaming.Feed.Runs;

/// <summary>A run that is served while it goes on: its newest figures, and what can be told to it.</summary>
/// <param name="plan">What runs.</param>
/// <param name="time">The clock.</param>
public sealed class LiveRun(Plan plan, TimeProvider time) : IProgress<RunSnapshot>
{
    private readonly JsonObject _outline = Watched(plan).Outline().ToJson();
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Seen? _newest;
    private volatile RunReport? _ended;

    /// <summary>The pipeline's name.</summary>
    public string Pipeline => plan.Spec.Name;

    /// <summary>The primary table's folder.</summary>
    public string Table => plan.PrimaryPath;

    /// <summary>What can be told to it.</summary>
    public RunControl Control => plan.Control;

    internal Plan Plan => plan;

    internal RunWatch Watch => plan.Watch;

    /// <summary>The newest figures; null before the first.</summary>
    public RunSnapshot? Newest => _newest?.Snapshot;

    /// <summary>How it ended; null while it runs.</summary>
    public RunReport? Ended => _ended;

    /// <summary>How long ago samples last came in, a commit was made or an operator did something; null before the first figures.</summary>
    public TimeSpan? Idle => _newest is { } seen ? time.GetElapsedTime(seen.MovedAt) : null;

    /// <inheritdoc/>
    public void Report(RunSnapshot value)
    {
        var before = _newest;
        var moved = before is null || Work(before.Snapshot) != Work(value);
        _newest = new(value, moved ? time.GetTimestamp() : before!.MovedAt);
        Interlocked.Exchange(ref _came, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Notes its end.</summary>
    public void End(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _ended = report;
        Report(report.Totals);
    }

    /// <summary>The run as JSON: what <c>run --json</c> says, with <c>running</c> or <c>starting</c> for its status, the plan and what steers it.</summary>
    public JsonObject ToJson()
    {
        var json = _ended is { } ended ? RunJson.Of(ended)
            : _newest is { } seen ? RunJson.Of("running", plan.Spec.Name, plan.RunId, Table, seen.Snapshot)
            : new() { ["status"] = "starting", ["pipeline"] = plan.Spec.Name, ["run_id"] = plan.RunId, ["table"] = Table };
        if (_newest is { Snapshot: var now })
        {
            json["bytes_budget"] = new JsonObject { ["used"] = now.Budget.Used, ["limit"] = now.Budget.Limit };
            json["total_samples"] = now.TotalSamples;
            json["already_read"] = now.AlreadyRead;
            json["stages"] = new JsonArray([.. now.Stages.Select(s => (JsonNode)new JsonObject { ["name"] = s.Name, ["batches"] = s.Batches, ["bytes"] = s.Bytes })]);
        }

        json["plan"] = _outline.DeepClone();
        return json;
    }

    /// <summary>The run each time that it reports, until it has ended.</summary>
    public async IAsyncEnumerable<JsonObject> FollowAsync([EnumeratorCancellation] CancellationToken abort)
    {
        while (true)
        {
            // Looked at ahead of the figures: what comes in between is told the next time.
            var (came, isOver) = (Volatile.Read(ref _came).Task, _ended is not null);
            var json = ToJson();
            _ = json.Remove("plan");
            yield return json;
            if (isOver)
            {
                yield break;
            }

            await came.WaitAsync(abort);
        }
    }

    // Whoever is served is looked at: from now on examples are kept.
    private static Plan Watched(Plan plan)
    {
        plan.Watch.Start();
        return plan;
    }

    // Figures that grow wherever something happens.
    private static (long, long, long, long) Work(RunSnapshot snapshot) => (snapshot.Samples.In, snapshot.Version, snapshot.Operators.Sum(o => o.In + o.Out), snapshot.BytesOut);

    private sealed record Seen(RunSnapshot Snapshot, long MovedAt);
}
