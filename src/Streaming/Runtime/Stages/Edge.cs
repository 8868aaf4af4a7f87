using System.Threading.Tasks.Dataflow;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>The bounded way into a node. Sending waits while it is full, and gives up when the run aborts.</summary>
internal sealed class Edge(ITargetBlock<Flow> target, RunFault fault, StageBytes? place = null)
{
    /// <summary>Sends; what cannot be delivered because the run aborts gives its lease back. A block that has ended declines without a word: then the run is at fault.</summary>
    public async ValueTask SendAsync(Flow flow)
    {
        if (!fault.IsTripped)
        {
            try
            {
                (flow as BatchFlow)?.Lease?.MoveTo(place);
                if (await target.SendAsync(flow, fault.Abort))
                {
                    return;
                }

                fault.Trip(new RunError(RunFault.Internal, "A stage ended before its input did.", null, null, null, null));
            }
            catch (OperationCanceledException) when (fault.IsTripped)
            {
                // The run aborts: the flow is dropped below.
            }
        }

        Drop(flow);
    }

    /// <summary>No more will come.</summary>
    public void Complete() => target.Complete();

    /// <summary>Gives back what a flow holds.</summary>
    public static void Drop(Flow flow) => (flow as BatchFlow)?.Lease?.Dispose();
}
