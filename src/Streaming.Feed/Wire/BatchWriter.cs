using System.IO.Pipelines;

namespace Streaming.Feed.Wire;

/// <summary>Writes batches to a connection: from the windows straight into its memory, piece by piece, each once the client has taken those before.</summary>
internal static class BatchWriter
{
    /// <summary>Bytes that are handed to the connection at once.</summary>
    public const int Chunk = 64 << 10;

    /// <summary>Writes a batch.</summary>
    /// <param name="to">The connection.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="patience">How long the client may take nothing: then a <see cref="TimeoutException"/>.</param>
    /// <param name="abort">Gives up.</param>
    public static async ValueTask WriteAsync(PipeWriter to, FeedBatch batch, TimeSpan patience, CancellationToken abort)
    {
        while (batch.Left > 0)
        {
            var memory = to.GetMemory((int)Math.Min(Chunk, batch.Left));
            to.Advance(batch.Read(memory.Span));
            var flush = to.FlushAsync(abort);
            if (flush.IsCompleted)
            {
                await flush;
                continue;
            }

            batch.Park();
            await flush.AsTask().WaitAsync(patience, CancellationToken.None);
            if (batch.Left > 0)
            {
                await batch.ResumeAsync(abort);
            }
        }
    }
}
