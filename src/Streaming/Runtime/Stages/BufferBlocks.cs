using System.Threading.Tasks.Dataflow;

namespace Streaming.Runtime;

/// <summary>What remains in the buffers of an aborted run.</summary>
internal static class BufferBlocks
{
    /// <summary>Takes no more, and gives the leases of what waits back.</summary>
    public static void DropAll(this IEnumerable<ITargetBlock<Flow>> inputs)
    {
        foreach (var input in inputs.OfType<BufferBlock<Flow>>())
        {
            input.Complete();
            if (input.TryReceiveAll(out var left))
            {
                foreach (var flow in left)
                {
                    Edge.Drop(flow);
                }
            }
        }
    }
}
