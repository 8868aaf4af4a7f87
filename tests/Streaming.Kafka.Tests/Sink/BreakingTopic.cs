using Streaming.Kafka.Sink;
using Streaming.Kafka.Sink.Records;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>Options of a <see cref="BreakingTopic"/>.</summary>
/// <param name="Topic">The sink's own options.</param>
/// <param name="At">Called at each step of a delivery; may throw.</param>
internal sealed record BreakingOptions(KafkaSinkOptions Topic, Action<DeliveryStep, long> At);

/// <summary>The kafka sink with faults at the steps of its transactions.</summary>
[Operator("kafka_that_breaks")]
internal sealed class BreakingTopic(BreakingOptions options) : Operators.Sink
{
    public override string Path => options.Topic.Path;

    public override TableLayout Layout => TableLayout.Plain;

    public override IShardFormat Format { get; } = new RecordFormat(options.Topic);

    public override IShardFormat SideFormat { get; } = new JsonLinesFormat();

    public override ByteSize TargetFileSize => ByteSize.MiB(1);

    public override IDelivery Delivery { get; } = new TopicDelivery(options.Topic, new Faults(options.At));

    private sealed class Faults(Action<DeliveryStep, long> at) : IDeliveryFaults
    {
        public void At(DeliveryStep step, long version) => at(step, version);
    }
}
