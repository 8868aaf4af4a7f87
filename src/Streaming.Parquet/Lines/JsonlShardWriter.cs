using System.Text.Encodings.Web;
using System.Text.Json;
using Streaming.Parquet.Writing;
using Streaming.Tables;

namespace Streaming.Parquet.Lines;

/// <summary>Writes one file of JSON lines.</summary>
internal sealed class JsonlShardWriter : IShardWriter
{
    private static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly RowSchema _schema;
    private readonly ShardStream _file;
    private readonly Stream _lines;
    private readonly Utf8JsonWriter _writer;
    private long _rows;
    private bool _isClosed;

    public JsonlShardWriter(Stream file, RowSchema schema, LineCompression compression, int level)
    {
        _schema = schema;
        _file = new(file);
        _lines = LineStreams.Compress(_file, compression, level);
        _writer = new(_lines, _json);
    }

    public long WrittenBytes => _file.Written;

    public long BufferedBytes => _writer.BytesPending;

    public ValueTask WriteAsync(IReadOnlyList<Sample> samples)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        for (var i = 0; i < samples.Count; i++)
        {
            SampleLine.Write(_writer, samples[i], _schema);
            _writer.Flush();
            _writer.Reset();
            _lines.WriteByte((byte)'\n');
        }

        _rows += samples.Count;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<ShardSummary> CloseAsync()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _isClosed = true;
        await EndAsync();
        return new(_rows, new Dictionary<string, ColumnStatistics>());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _file.IsGivenUp = true;
            _isClosed = true;
            await EndAsync();
        }

        await _file.DisposeAsync();
    }

    // A buffered stream closes what it wraps; ShardStream leaves the file open.
    private async ValueTask EndAsync()
    {
        await _writer.DisposeAsync();
        await _lines.DisposeAsync();
    }
}
