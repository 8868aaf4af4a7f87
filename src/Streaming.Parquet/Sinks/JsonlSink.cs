using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Lines;
using Streaming.Tables;

namespace Streaming.Parquet.Sinks;

/// <summary>Options of <see cref="JsonlSink"/>.</summary>
internal sealed record JsonlSinkOptions
{
    /// <summary>The output's folder.</summary>
    public required string Path { get; init; }

    /// <summary>How the files are compressed; it decides their suffix (<c>.jsonl</c>, <c>.jsonl.gz</c>, <c>.jsonl.zst</c>).</summary>
    public LineCompression Compression { get; init; } = LineCompression.Zstd;

    /// <summary>The level of zstd (1 to 19) or gzip (1 to 9).</summary>
    [Range(1, 19)]
    public int CompressionLevel { get; init; } = 3;

    /// <summary>A shard is closed when its file reaches about this many bytes.</summary>
    public ByteSize TargetFileSize { get; init; } = ByteSize.MiB(256);
}

/// <summary>Writes a JSON object a line, with the columns of the samples by name: bytes as base64, NaN and infinities as null, structs as objects, maps as objects (lists of pairs where their keys are no text).</summary>
[Operator("jsonl", Example = "{ path: out/lines, compression: gzip }")]
internal sealed class JsonlSink(JsonlSinkOptions options) : Sink
{
    /// <inheritdoc/>
    public override string Path => options.Path;

    /// <inheritdoc/>
    public override TableLayout Layout => TableLayout.Plain;

    /// <inheritdoc/>
    public override IShardFormat Format { get; } = new JsonlShardFormat(options.Compression, options.CompressionLevel);

    /// <inheritdoc/>
    public override ICheckpointFormat Checkpoints { get; } = new ParquetCheckpointFormat();

    /// <inheritdoc/>
    public override ByteSize TargetFileSize => options.TargetFileSize;
}
