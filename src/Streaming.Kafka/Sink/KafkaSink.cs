using Streaming.Kafka.Sink.Records;
using Streaming.Tables;

namespace Streaming.Kafka.Sink;

/// <summary>
/// Writes samples into a topic, exactly once for readers with <c>isolation.level=read_committed</c>: an epoch's messages are staged as files, and after its commit
/// sent in one transaction that also moves a marker, which tells whoever goes on what was delivered.
/// </summary>
[Operator("kafka", Example = "{ bootstrap_servers: \"127.0.0.1:9092\", topic: clean, path: out/clean }")]
internal sealed class KafkaSink(KafkaSinkOptions options) : Operators.Sink
{
    /// <inheritdoc/>
    public override string Path => options.Path;

    /// <inheritdoc/>
    public override TableLayout Layout => TableLayout.Plain;

    /// <inheritdoc/>
    public override IShardFormat Format { get; } = new RecordFormat(options);

    /// <inheritdoc/>
    public override IShardFormat SideFormat { get; } = new JsonLinesFormat();

    /// <inheritdoc/>
    public override ByteSize TargetFileSize => ByteSize.MiB(256);

    /// <inheritdoc/>
    public override IDelivery Delivery { get; } = new TopicDelivery(options);
}
