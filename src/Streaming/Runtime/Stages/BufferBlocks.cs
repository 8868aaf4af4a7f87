using System.Threading.Tasks.Dataflow;

namespace Streaming.Runtime;

/// <summary>What remains in the buffers of an aborted run.</summary>
internal static class BufferBlocks
{
    /// <summary>Takes no more, and gives the leases of what waits back.</summary>
    /// <remarks>A block that is emptied may be taking in an offer that waited for room: it comes after the emptying, so the block is emptied until it has ended.</remarks>
    public static async ValueTask DropAllAsync(this IEnumerable<ITargetBlock<Flow>> inputs)
    {
        foreach (var input in inputs.OfType<BufferBlock<Flow>>())
        {
            input.Complete();
            while (await input.OutputAvailableAsync())
            {
                if (input.TryReceive(out var flow))
                {
                    Edge.Drop(flow);
                }
            }
        }
    }
}
