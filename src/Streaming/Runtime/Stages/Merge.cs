using System.Threading.Tasks.Dataflow;

namespace Streaming.Runtime;

/// <summary>Brings the sources' chains together again, in the order in which the intake sent; a barrier or mark passes once, when it has come out of every chain.</summary>
/// <remarks>Completion is not propagated from the inputs (with it, 250 of 500 items were lost): the merge ends when the intake's order has ended.</remarks>
internal sealed class Merge : INode
{
    /// <summary>What the order says of a barrier.</summary>
    public const int BarrierOfAll = -1;

    /// <summary>What the order says of a mark.</summary>
    public const int MarkOfAll = -2;

    private readonly BufferBlock<Expected> _order = new(new() { BoundedCapacity = 2 * WindowMark.Room });
    private readonly BufferBlock<Flow>[] _inputs;
    private readonly Edge _next;
    private readonly RunFault _fault;

    /// <summary>Merges so many inputs before <paramref name="next"/>.</summary>
    public Merge(int inputs, Edge next, RunFault fault)
    {
        _inputs = [.. Enumerable.Range(0, inputs).Select(_ => new BufferBlock<Flow>(new() { BoundedCapacity = WindowMark.Room }))];
        _next = next;
        _fault = fault;
        Completion = Task.Run(RunAsync);
    }

    public string Name => "merge";

    public Task Completion { get; }

    public int Waiting => _inputs.Sum(i => i.Count);

    public IReadOnlyList<ITargetBlock<Flow>> Inputs => _inputs;

    /// <summary>The next flow comes from this input.</summary>
    public async ValueTask ExpectAsync(int input) => await _order.SendAsync(new(input, null), _fault.Abort);

    /// <summary>A group comes next: a part from each of its inputs.</summary>
    public async ValueTask ExpectAsync(MixedGroup group) => await _order.SendAsync(new(0, group), _fault.Abort);

    /// <summary>No more will come.</summary>
    public void CompleteOrder() => _order.Complete();

    private async Task RunAsync()
    {
        try
        {
            while (await _order.OutputAvailableAsync(_fault.Abort))
            {
                var (input, group) = _order.Receive();
                if (group is not null)
                {
                    await ZipAsync(group);
                }
                else if (input is BarrierOfAll or MarkOfAll)
                {
                    await PassOneOfAllAsync();
                }
                else
                {
                    await _next.SendAsync(await _inputs[input].ReceiveAsync(_fault.Abort));
                }
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

    private async ValueTask ZipAsync(MixedGroup group)
    {
        var parts = new List<BatchFlow>(group.Inputs.Count);
        try
        {
            foreach (var input in group.Inputs)
            {
                parts.Add((BatchFlow)await _inputs[input].ReceiveAsync(_fault.Abort));
            }
        }
        catch
        {
            parts.ForEach(Edge.Drop);
            throw;
        }

        await _next.SendAsync(group.Zip(parts));
    }

    // At the end of the input a chain may give what its operators still held, ahead of the barrier.
    private async ValueTask PassOneOfAllAsync()
    {
        Flow? one = null;
        foreach (var input in _inputs)
        {
            while ((one = await input.ReceiveAsync(_fault.Abort)) is BatchFlow remainder)
            {
                await _next.SendAsync(remainder);
            }
        }

        await _next.SendAsync(one!);
    }

    // What comes next: of one input, or of several.
    private readonly record struct Expected(int Input, MixedGroup? Group);
}
