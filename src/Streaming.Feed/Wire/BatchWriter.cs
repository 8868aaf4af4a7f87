using System.IO.Pipelines;

namespace Streaming.Feed.Wire;

/// <summary>Writes batches to a connection: from the windows straight into its memory, piece by piece, each once the client has taken those before.</summary>
internal static class BatchWriter
{
    /// <summary>Bytes that are handed to the connection at once.</summary>
    public const int Chunk = 64 << 10;

    /// <summary>Writes a batch.</summary>
    public static async ValueTask WriteAsync(PipeWriter to, FeedBatch batch, CancellationToken abort)
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
            await flush;
            if (batch.Left > 0)
            {
                await batch.ResumeAsync(abort);
            }
        }
    }
}
