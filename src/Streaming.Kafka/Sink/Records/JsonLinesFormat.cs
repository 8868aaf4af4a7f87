using System.Text.Encodings.Web;
using System.Text.Json;
using Streaming.Tables;

namespace Streaming.Kafka.Sink.Records;

/// <summary>Rejects and dead letters beside a topic: a JSON object a line.</summary>
internal sealed class JsonLinesFormat : IShardFormat
{
    public string Extension => ".jsonl";

    public RowSchema Store(RowSchema schema) => DeltaSchema.StoreAs(schema);

    public IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits) => new Writer(file, schema);

    private sealed class Writer(Stream file, RowSchema schema) : IShardWriter
    {
        private readonly Utf8JsonWriter _json = new(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        private long _rows;

        public long WrittenBytes { get; private set; }

        public long BufferedBytes => 0;

        public ValueTask WriteAsync(IReadOnlyList<Sample> samples)
        {
            foreach (var sample in samples)
            {
                SampleLine.Write(_json, sample, schema);
                _json.Flush();
                WrittenBytes += _json.BytesCommitted + 1;
                _json.Reset();
                file.WriteByte((byte)'\n');
            }

            _rows += samples.Count;
            return ValueTask.CompletedTask;
        }

        public ValueTask<ShardSummary> CloseAsync() => ValueTask.FromResult(new ShardSummary(_rows, new Dictionary<string, ColumnStatistics>()));

        // Nothing is pending: every line was flushed.
        public ValueTask DisposeAsync()
        {
            _json.Reset(Stream.Null);
            return _json.DisposeAsync();
        }
    }
}
