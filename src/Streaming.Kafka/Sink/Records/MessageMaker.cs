using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Kafka.Sink.Records;

/// <summary>A sample's key, value and headers.</summary>
internal sealed class MessageMaker(KafkaSinkOptions options, RowSchema schema)
{
    private static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The names of the headers.</summary>
    public IReadOnlyList<string> Headers => options.Headers;

    /// <summary>The key, or null.</summary>
    public ReadOnlyMemory<byte>? Key(Sample sample) => options.Key is { } column ? Text(sample, column) : null;

    /// <summary>A header's value, or null.</summary>
    public static ReadOnlyMemory<byte>? Header(Sample sample, string column) => Text(sample, column);

    /// <summary>The value, or null; valid until the next call.</summary>
    public ReadOnlyMemory<byte>? Value(Sample sample)
    {
        switch (options.Value)
        {
            case ValueFormat.Text:
                return Text(sample, options.ValueColumn);
            case ValueFormat.Bytes:
                return Bytes(sample, options.ValueColumn);
            default:
                _buffer.ResetWrittenCount();
                using (var json = new Utf8JsonWriter(_buffer, _json))
                {
                    SampleLine.Write(json, sample, schema);
                }

                return _buffer.WrittenMemory;
        }
    }

    // A null array would become empty bytes, which is not the same to a reader or a partitioner: null is said of the type that is returned.
    private static ReadOnlyMemory<byte>? Text(Sample sample, string column) => Of(sample, column) switch
    {
        null => default(ReadOnlyMemory<byte>?),
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        var other => Encoding.UTF8.GetBytes(Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""),
    };

    private static ReadOnlyMemory<byte>? Bytes(Sample sample, string column) => Of(sample, column) switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        IReadOnlyList<Media> { Count: > 0 } media => media[0].Bytes,
        _ => default(ReadOnlyMemory<byte>?),
    };

    private static object? Of(Sample sample, string column) => column switch
    {
        KnownColumns.Id => sample.Id,
        KnownColumns.Text => sample.Text,
        KnownColumns.Images => sample.Images,
        KnownColumns.Audios => sample.Audios,
        KnownColumns.Videos => sample.Videos,
        _ => sample.Meta[column],
    };
}
