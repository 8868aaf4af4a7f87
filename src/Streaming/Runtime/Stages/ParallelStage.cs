using System.Threading.Tasks.Dataflow;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>A stage of pure operators: several batches at once, order kept (<c>EnsureOrdered</c>).</summary>
internal sealed class ParallelStage : INode
{
    private readonly IReadOnlyList<StageStep> _steps;
    private readonly Guard _guard;
    private readonly RunFault _fault;
    private readonly TransformBlock<Flow, Flow> _work;
    private readonly ActionBlock<Flow> _pass;
    private readonly DecodedSpan _decoded;
    private readonly bool _canResize;

    /// <summary>Links the stage before <paramref name="next"/>.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="threads">Batches at once.</param>
    /// <param name="capacity">Batches in the stage, those that are done and wait included.</param>
    /// <param name="next">What follows.</param>
    /// <param name="fault">The run's fault.</param>
    /// <param name="guard">Runs steps.</param>
    /// <param name="decoded">Room for media that several steps decode.</param>
    public ParallelStage(IReadOnlyList<StageStep> steps, int threads, int capacity, Edge next, RunFault fault, Guard guard, DecodedRoom decoded)
    {
        _decoded = new(steps, decoded);
        _steps = steps;
        _guard = guard;
        _fault = fault;

        // A filter moves samples from the kept to the rejected, which travel on with the batch.
        // What is fetched is charged as it comes.
        _canResize = steps.Any(s => s.Part != StepPart.Fetch && s.Node.Operator is not RuleFilter);

        // The token is not given to the blocks: they would throw their buffers away (3 of 20 processed). It goes to delegates and sends only.
        _work = new(RunAsync, new() { MaxDegreeOfParallelism = threads, BoundedCapacity = capacity, EnsureOrdered = true });
        _pass = new(flow => next.SendAsync(flow).AsTask(), new() { BoundedCapacity = 2 });
        _work.LinkTo(_pass, new() { PropagateCompletion = true });
        Completion = Completions.Then(_pass.Completion, next.Complete);
    }

    public string Name => string.Join('+', _steps.Select(s => s.Node.Name));

    public Task Completion { get; }

    public int Waiting => _work.InputCount + _work.OutputCount;

    public ITargetBlock<Flow> Input => _work;

    private async Task<Flow> RunAsync(Flow flow)
    {
        if (flow is BatchFlow batch)
        {
            await RunStepsAsync(batch);
            if (_canResize)
            {
                batch.Lease?.Resize(BatchSize.Of(batch.Batch));
            }
        }

        return flow;
    }

    private async Task RunStepsAsync(BatchFlow batch)
    {
        IReadOnlyList<Sample>? opened = null;
        for (var i = 0; i < _steps.Count && !_fault.IsTripped; i++)
        {
            opened ??= _decoded.Before(i, batch.Batch);
            if (!await _guard.RunAsync(_steps[i], batch))
            {
                break;
            }

            if (_decoded.IsLast(i))
            {
                DecodedSpan.Close(opened);
            }
        }

        DecodedSpan.Close(opened);
    }
}
