namespace Streaming.Runtime;

/// <summary>Completion from node to node.</summary>
internal static class Completions
{
    /// <summary>Runs <paramref name="then"/> when a block has ended, however it ended: faults travel by <see cref="RunFault"/>, not by blocks.</summary>
    public static async Task Then(Task block, Action then)
    {
        try
        {
            await block;
        }
        finally
        {
            then();
        }
    }
}
