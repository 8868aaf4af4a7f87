using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>A shard that is complete and durable, and not yet visible.</summary>
/// <param name="Path">Its path in the table, as the log will name it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Summary">Rows and statistics.</param>
internal sealed record ClosedFile(string Path, long Size, ShardSummary Summary);
