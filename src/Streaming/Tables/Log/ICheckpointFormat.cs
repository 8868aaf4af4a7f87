using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>The file format of log checkpoints (protocol sections "Checkpoints" and "Checkpoint Schema"): Parquet, which the engine itself does not know.</summary>
public interface ICheckpointFormat
{
    /// <summary>A checkpoint's file, its rows in the order of <paramref name="actions"/>, marked so that <see cref="IsInLogOrderAsync"/> knows it again.</summary>
    ValueTask<byte[]> WriteAsync(IEnumerable<LogAction> actions, CancellationToken abort);

    /// <summary>Whether the file's <c>add</c> rows stand in the order in which the log added them. Foreign writers promise no order. Reads the footer alone.</summary>
    /// <param name="file">Seekable; left open.</param>
    /// <param name="abort">Stops.</param>
    ValueTask<bool> IsInLogOrderAsync(Stream file, CancellationToken abort);

    /// <summary>The actions of a checkpoint by this or another writer, in file order; unknown columns are passed over. A file that is none is a <see cref="BadInputException"/>.</summary>
    /// <param name="file">Seekable; left open.</param>
    /// <param name="abort">Stops.</param>
    IAsyncEnumerable<LogAction> ReadAsync(Stream file, CancellationToken abort);
}
