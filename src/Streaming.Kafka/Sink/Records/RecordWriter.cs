using System.Text;
using Streaming.Tables;

namespace Streaming.Kafka.Sink.Records;

/// <summary>Writes staged messages: key, value and headers, each with its length; −1 stands for none.</summary>
internal sealed class RecordWriter : IShardWriter
{
    private readonly MessageMaker _maker;
    private readonly KafkaSinkOptions _options;
    private readonly BinaryWriter _writer;
    private long _rows;

    public RecordWriter(Stream file, MessageMaker maker, KafkaSinkOptions options)
    {
        _maker = maker;
        _options = options;
        _writer = new(new BufferedStream(file, 1 << 16), Encoding.UTF8, leaveOpen: true);
    }

    public long WrittenBytes { get; private set; }

    public long BufferedBytes => 0;

    public ValueTask WriteAsync(IReadOnlyList<Sample> samples)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            var size = Write(samples[i]);
            if (size > _options.MaxMessageSize.Bytes)
            {
                throw new BadInputException(
                    $"Sample '{samples[i].Id}' makes a message of {size} bytes, more than topic '{_options.Topic}' is to get ({_options.MaxMessageSize.Bytes}). Raise max_message_size, and the topic's max.message.bytes, or leave such samples out by a filter.");
            }

            WrittenBytes += size;
        }

        _rows += samples.Count;
        return ValueTask.CompletedTask;
    }

    public ValueTask<ShardSummary> CloseAsync()
    {
        _writer.Flush();
        return ValueTask.FromResult(new ShardSummary(_rows, new Dictionary<string, ColumnStatistics>()));
    }

    // What is still buffered belongs to a file that is given up: flushing it would only meet the fault again.
    public ValueTask DisposeAsync() => default;

    private long Write(Sample sample)
    {
        var size = Write(_maker.Key(sample));
        size += Write(_maker.Value(sample));
        _writer.Write(_maker.Headers.Count);
        foreach (var name in _maker.Headers)
        {
            _writer.Write(name);
            size += name.Length + Write(MessageMaker.Header(sample, name));
        }

        return size;
    }

    private long Write(ReadOnlyMemory<byte>? bytes)
    {
        _writer.Write(bytes?.Length ?? -1);
        _writer.Write(bytes is { } given ? given.Span : default);
        return bytes?.Length ?? 0;
    }
}
