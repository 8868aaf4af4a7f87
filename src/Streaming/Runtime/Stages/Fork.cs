using System.Threading.Tasks.Dataflow;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Splits each batch among branches (route) or copies it into them (tee). Barriers go down every branch; sends are awaited, so that no branch loses anything.</summary>
/// <remarks><c>BroadcastBlock</c> drops to bounded targets (2 of 100 arrive), <c>LinkTo(predicate)</c> without a default sticks for ever: both are banned.</remarks>
internal sealed class Fork : INode
{
    private readonly IReadOnlyList<ForkBranch> _branches;
    private readonly bool _copies;
    private readonly RunFault _fault;
    private readonly MemoryBudget _budget;
    private readonly RunCounters _counters;
    private readonly ActionBlock<Flow> _work;

    /// <summary>Forks into <paramref name="branches"/>: with <paramref name="copies"/> each sample goes into all of them, else into the first whose predicate holds.</summary>
    public Fork(string name, IReadOnlyList<ForkBranch> branches, bool copies, RunFault fault, MemoryBudget budget, RunCounters counters)
    {
        Name = name;
        _branches = branches;
        _copies = copies;
        _fault = fault;
        _budget = budget;
        _counters = counters;
        _work = new(AcceptAsync, new() { BoundedCapacity = 2 });
        Completion = Completions.Then(_work.Completion, () =>
        {
            foreach (var branch in branches)
            {
                branch.Edge.Complete();
            }
        });
    }

    public string Name { get; }

    public Task Completion { get; }

    public int Waiting => _work.InputCount;

    public ITargetBlock<Flow> Input => _work;

    private async Task AcceptAsync(Flow flow)
    {
        if (flow is not BatchFlow whole)
        {
            foreach (var branch in _branches)
            {
                await branch.Edge.SendAsync(flow);
            }

            return;
        }

        IReadOnlyList<SampleBatch> parts;
        try
        {
            parts = _copies ? Copy(whole.Batch) : Route(whole.Batch);
        }
        catch (Exception e)
        {
            _fault.Trip("operator_fault", e, Name, whole.Batch.Samples.FirstOrDefault()?.Lineage);
            Edge.Drop(flow);
            return;
        }

        await SendAsync(whole, parts);
    }

    private async ValueTask SendAsync(BatchFlow whole, IReadOnlyList<SampleBatch> parts)
    {
        var leases = parts.Select((p, i) => i == 0 ? whole.Lease : _budget.LeaseNow(BatchSize.Of(p))).ToList();
        whole.Lease?.Resize(BatchSize.Of(parts[0]));
        for (var i = 0; i < parts.Count; i++)
        {
            var part = new BatchFlow(whole.Sequence, parts[i], leases[i]) { IsRemainder = whole.IsRemainder, Thresholds = whole.Thresholds };
            if (i == 0)
            {
                part.Tallies.AddRange(whole.Tallies);
            }

            await _branches[i].Edge.SendAsync(part);
        }
    }

    // The first branch carries the rejects and dead letters so far.
    private List<SampleBatch> Route(SampleBatch batch)
    {
        var parts = _branches.Select(_ => new SampleBatch()).ToList();
        foreach (var sample in batch.Samples)
        {
            var to = _branches.Count - 1;
            for (var i = 0; i < _branches.Count; i++)
            {
                if (_branches[i].When?.Holds(sample) ?? false)
                {
                    to = i;
                    break;
                }
            }

            parts[to].Samples.Add(sample);
        }

        parts[0].Rejected.AddRange(batch.Rejected);
        parts[0].DeadLetters.AddRange(batch.DeadLetters);
        return parts;
    }

    private List<SampleBatch> Copy(SampleBatch batch)
    {
        var parts = new List<SampleBatch> { batch };
        foreach (var _ in _branches.Skip(1))
        {
            parts.Add(new() { Samples = [.. batch.Samples.Select(s => s.Copy())] });
            _counters.Copied(batch.Samples.Count);
        }

        return parts;
    }
}

/// <summary>A branch of a fork; of a route, the one without a predicate is last.</summary>
internal readonly record struct ForkBranch(Predicate? When, Edge Edge);
