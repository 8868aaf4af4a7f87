using System.Threading.Tasks.Dataflow;

namespace Streaming.Runtime;

/// <summary>Brings the branches of a route together: the parts of one batch become one batch again, in the branches' order.</summary>
internal sealed class Join : INode
{
    private readonly BufferBlock<Flow>[] _inputs;
    private readonly Edge _next;
    private readonly RunFault _fault;

    /// <summary>Joins so many branches before <paramref name="next"/>.</summary>
    public Join(int inputs, Edge next, RunFault fault)
    {
        _inputs = [.. Enumerable.Range(0, inputs).Select(_ => new BufferBlock<Flow>(new() { BoundedCapacity = WindowMark.Room }))];
        _next = next;
        _fault = fault;
        Completion = Task.Run(RunAsync);
    }

    public string Name => "join";

    public Task Completion { get; }

    public int Waiting => _inputs.Sum(i => i.Count);

    public IReadOnlyList<ITargetBlock<Flow>> Inputs => _inputs;

    private async Task RunAsync()
    {
        try
        {
            while (await _inputs[0].OutputAvailableAsync(_fault.Abort))
            {
                await PassOneAsync();
            }
        }
        catch (OperationCanceledException) when (_fault.IsTripped)
        {
            // The run aborts.
        }
        catch (Exception e)
        {
            _fault.Trip("operator_fault", e, Name);
        }
        finally
        {
            await Inputs.DropAllAsync();
            _next.Complete();
        }
    }

    // Every branch carries every batch, barrier and mark; only remainders have no counterparts, and those of all branches come ahead of the barrier.
    private async ValueTask PassOneAsync()
    {
        var heads = new List<Flow>();
        foreach (var input in _inputs)
        {
            var head = await input.ReceiveAsync(_fault.Abort);
            while (head is BatchFlow { IsRemainder: true })
            {
                await _next.SendAsync(head);
                head = await input.ReceiveAsync(_fault.Abort);
            }

            heads.Add(head);
        }

        if (heads[0] is not BatchFlow whole)
        {
            await _next.SendAsync(heads[0]);
            return;
        }

        foreach (var part in heads.Skip(1).Cast<BatchFlow>())
        {
            whole.Batch.Samples.AddRange(part.Batch.Samples);
            whole.Batch.Rejected.AddRange(part.Batch.Rejected);
            whole.Batch.DeadLetters.AddRange(part.Batch.DeadLetters);
            whole.Tallies.AddRange(part.Tallies);
            part.Lease?.Dispose();
        }

        whole.Lease?.Resize(BatchSize.Of(whole.Batch));
        await _next.SendAsync(whole);
    }
}
