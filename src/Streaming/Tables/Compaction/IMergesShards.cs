namespace Streaming.Tables;

/// <summary>An <see cref="IShardFormat"/> whose shards can be joined without making samples of their rows.</summary>
public interface IMergesShards
{
    /// <summary>Writes the rows of the leading parts, in order, as one shard: as many parts as have the columns of the first.</summary>
    /// <param name="parts">Open the parts; each stream is seekable.</param>
    /// <param name="into">An empty, writable stream, which is left open.</param>
    /// <param name="limits">How to size it.</param>
    /// <param name="abort">Stops between two parts.</param>
    ValueTask<MergedParts> MergeAsync(IReadOnlyList<Func<CancellationToken, ValueTask<Stream>>> parts, Stream into, ShardLimits limits, CancellationToken abort);
}

/// <summary>What a merge took in.</summary>
/// <param name="Parts">How many of the parts.</param>
/// <param name="Rows">Their rows.</param>
public readonly record struct MergedParts(int Parts, long Rows);
