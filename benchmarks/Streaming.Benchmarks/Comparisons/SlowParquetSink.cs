using Streaming.Operators;
using Streaming.Parquet.Writing;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Options of <see cref="SlowParquetSink"/>.</summary>
internal sealed record SlowParquetSinkOptions
{
    /// <summary>The output's folder.</summary>
    public required string Path { get; init; }
}

/// <summary>Parquet files on a disk that takes 10 ms for 64 samples.</summary>
[Operator("slow_parquet")]
internal sealed class SlowParquetSink(SlowParquetSinkOptions options) : Sink
{
    public override string Path => options.Path;

    public override TableLayout Layout => TableLayout.Plain;

    public override IShardFormat Format { get; } = new SlowFormat(new ParquetShardFormat());

    public override ByteSize TargetFileSize => ByteSize.MiB(256);

    private sealed class SlowFormat(IShardFormat format) : IShardFormat
    {
        public string Extension => format.Extension;

        public RowSchema Store(RowSchema schema) => format.Store(schema);

        public IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits) => new SlowWriter(format.Create(file, schema, limits));
    }

    private sealed class SlowWriter(IShardWriter writer) : IShardWriter
    {
        private const int SamplesBetweenWaits = 64;

        private int _waiting;

        public long WrittenBytes => writer.WrittenBytes;

        public long BufferedBytes => writer.BufferedBytes;

        public async ValueTask WriteAsync(IReadOnlyList<Sample> samples)
        {
            _waiting += samples.Count;
            if (_waiting >= SamplesBetweenWaits)
            {
                _waiting = 0;
                await Task.Delay(10);
            }

            await writer.WriteAsync(samples);
        }

        public ValueTask<ShardSummary> CloseAsync() => writer.CloseAsync();

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
