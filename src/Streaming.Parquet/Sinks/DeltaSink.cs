using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Writing;
using Streaming.Tables;

namespace Streaming.Parquet.Sinks;

/// <summary>Options of the sinks that write Parquet files.</summary>
internal record ShardSinkOptions
{
    /// <summary>The output's folder.</summary>
    public required string Path { get; init; }

    /// <summary>A shard is closed when its file reaches about this many bytes.</summary>
    public ByteSize TargetFileSize { get; init; } = ByteSize.MiB(256);

    /// <summary>A row group is closed at about this many bytes of samples in memory. Small groups stream better, large ones compress better.</summary>
    public ByteSize RowGroupSize { get; init; } = ByteSize.MiB(64);

    /// <summary>The zstd level: 1 is fast, 3 some 5 % smaller and a sixth slower, beyond 9 seldom worth it.</summary>
    [Range(1, 22)]
    public int CompressionLevel { get; init; } = 1;
}

/// <summary>Options of <see cref="DeltaSink"/>.</summary>
internal sealed record DeltaSinkOptions : ShardSinkOptions
{
    /// <summary>Merges small files while a run goes on, the order of rows kept: for short epochs. Without it files stay as they were written; <c>streaming compact</c> merges them at any time.</summary>
    public CompactionOptions? Compact { get; init; }
}

/// <summary>Writes shards into a Delta Lake table: each epoch appears at once, for every reader of Delta tables.</summary>
[Operator("delta", Example = "{ path: out/shards, target_file_size: 128MiB }")]
internal sealed class DeltaSink(DeltaSinkOptions options) : Sink
{
    /// <inheritdoc/>
    public override string Path => options.Path;

    /// <inheritdoc/>
    public override TableLayout Layout => TableLayout.Delta;

    /// <inheritdoc/>
    public override IShardFormat Format { get; } = new ParquetShardFormat(options.RowGroupSize.Bytes, options.CompressionLevel);

    /// <inheritdoc/>
    public override ICheckpointFormat Checkpoints { get; } = new ParquetCheckpointFormat();

    /// <inheritdoc/>
    public override CompactionOptions? Compaction => options.Compact;

    /// <inheritdoc/>
    public override ByteSize TargetFileSize => options.TargetFileSize;
}
