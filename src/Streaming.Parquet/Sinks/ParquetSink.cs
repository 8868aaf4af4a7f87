using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Writing;
using Streaming.Tables;

namespace Streaming.Parquet.Sinks;

/// <summary>Writes shards as plain Parquet files into a folder, for readers that know no table format. The files of an epoch appear once it is committed.</summary>
[Operator("parquet", Example = "{ path: out/files }")]
internal sealed class ParquetSink(ShardSinkOptions options) : Sink
{
    /// <inheritdoc/>
    public override string Path => options.Path;

    /// <inheritdoc/>
    public override TableLayout Layout => TableLayout.Plain;

    /// <inheritdoc/>
    public override IShardFormat Format { get; } = new ParquetShardFormat(options.RowGroupSize.Bytes, options.CompressionLevel);

    /// <inheritdoc/>
    public override ICheckpointFormat Checkpoints { get; } = new ParquetCheckpointFormat();

    /// <inheritdoc/>
    public override ByteSize TargetFileSize => options.TargetFileSize;
}
