using Streaming.Models.Generation;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>
/// Has a model write for more calls than it works on at once. A full device gets half the rows from then on, and what was completed stays; one row that is too much for it is that call's own fault.
/// </summary>
/// <param name="limits">How much it works on at once at most.</param>
internal sealed class RowHalving(DeviceLimits limits)
{
    private int _mostRows = limits.MaxItems;

    /// <summary>Every call has its result or its fault then. Several threads may call at once.</summary>
    public void Write(IFolderWriter writer, IReadOnlyList<CompletionCall> calls, Action<CompletionCall, Generated, int> keep, CancellationToken abort)
    {
        while (calls.Count > 0)
        {
            var progress = new GenerationProgress(calls.Count);
            try
            {
                writer.Write(calls, new() { MaxRows = Volatile.Read(ref _mostRows), MaxTokens = limits.MaxCost }, progress, keep, abort);
                return;
            }
            catch (DeviceFullException) when (progress.Rows > 1)
            {
                Volatile.Write(ref _mostRows, Math.Max(1, Math.Min(_mostRows, progress.Rows / 2)));
            }
            catch (DeviceFullException e)
            {
                calls.First(IsOpen).Fault = e;
            }

            calls = [.. calls.Where(IsOpen)];
        }
    }

    private static bool IsOpen(CompletionCall call) => call.Result is null && call.Fault is null;
}
