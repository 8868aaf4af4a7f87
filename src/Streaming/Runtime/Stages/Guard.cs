using Streaming.Fetching;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Runs one step on one batch, counts it, and turns what goes wrong into the run's fault.</summary>
/// <remarks>
/// An <see cref="OperationCanceledException"/> inside a dataflow delegate silently drops the item (9 of 10 delivered, the block completes as if nothing
/// had happened). Unless the run is aborting, it is therefore a fault like any other.
/// </remarks>
internal sealed class Guard(RunFault fault, TimeProvider time, MediaFetch? media = null)
{
    /// <summary>Whether the step succeeded; false after a fault, which is then tripped.</summary>
    public async ValueTask<bool> RunAsync(StageStep step, BatchFlow flow)
    {
        var (node, batch) = (step.Node, flow.Batch);
        var before = BatchTally.Of(batch);
        var first = batch.Samples.Count > 0 ? batch.Samples[0].Lineage : null;
        IReadOnlyList<Sample>? came = step.Part == StepPart.Apply && flow.Thresholds is { } thresholds && thresholds.Follows(node) ? [.. batch.Samples] : null;
        var start = time.GetTimestamp();
        try
        {
            batch.CurrentOperator = node.Name;
            await (step.Part switch
            {
                StepPart.Prepare => Prepare((IPreparing)node.Operator, batch),
                StepPart.Fetch => media!.FetchAsync(batch, (IReadsMedia)node.Operator, () => flow.Lease?.Resize(BatchSize.Of(batch)), fault.Abort),
                StepPart.Apply when node.Operator is IRanged ranged && flow.Thresholds?.Of(node) is { } range => ranged.ApplyAsync(batch, range),
                _ => node.Operator.ApplyAsync(batch),
            });
            Count(step, flow, before, start, came);
            return true;
        }
        catch (Exception e)
        {
            Trip(node, e, first);
            return false;
        }
    }

    /// <summary>Runs <see cref="Operator.FinishAsync"/>; false after a fault.</summary>
    public async ValueTask<bool> FinishAsync(OperatorNode node, BatchFlow last)
    {
        var before = BatchTally.Of(last.Batch);
        var start = time.GetTimestamp();
        try
        {
            last.Batch.CurrentOperator = node.Name;
            await node.Operator.FinishAsync(last.Batch);
            Count(new(node, StepPart.Apply), last, before, start);
            return true;
        }
        catch (Exception e)
        {
            Trip(node, e, null);
            return false;
        }
    }

    /// <summary>Runs something that is not an operator's call on a batch (saving state, closing a file); false after a fault.</summary>
    public async ValueTask<bool> RunAsync(string code, string who, Func<ValueTask> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception e)
        {
            if (!(e is OperationCanceledException && fault.IsTripped))
            {
                fault.Trip(code, e, who);
            }

            return false;
        }
    }

    private static ValueTask Prepare(IPreparing @operator, SampleBatch batch)
    {
        @operator.Prepare(batch);
        return ValueTask.CompletedTask;
    }

    private void Count(StageStep step, BatchFlow flow, BatchTally before, long start, IReadOnlyList<Sample>? came = null)
    {
        var tally = StepTally.Of(step, before, BatchTally.Of(flow.Batch));
        if (came is not null)
        {
            tally = tally with { Figures = SeenFigures.Of((IRanged)step.Node.Operator, came, flow.Batch, before.Rejected) };
        }

        flow.Tallies.Add(tally);
        step.Node.Count(tally, time.GetTimestamp() - start);
        step.Node.Watch?.Saw(flow.Batch, before, step.Part == StepPart.Apply);
    }

    private void Trip(OperatorNode node, Exception e, Lineage? at)
    {
        if (e is OperationCanceledException && fault.IsTripped)
        {
            return;
        }

        fault.Trip("operator_fault", e is OperationCanceledException ? new InvalidOperationException($"Operator '{node.Name}' cancelled itself: {e.Message}", e) : e, node.Name, at);
    }
}
