using Confluent.Kafka;
using Streaming.Kafka.Embedded;

namespace Streaming.Kafka.Tests.Embedded;

public sealed class EmbeddedBrokerTests
{
    [Fact]
    public void What_is_produced_is_consumed_in_order()
    {
        using var broker = new EmbeddedBroker();
        broker.EnsureTopic("pages", 2);
        Produce(broker, "pages", 100);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"v{i}"), Read(broker, "pages", 100).OrderBy(v => int.Parse(v[1..])));
    }

    [Fact]
    public void A_topic_has_the_partitions_that_were_asked_for()
    {
        using var broker = new EmbeddedBroker();
        broker.EnsureTopic("three", 3);
        broker.EnsureTopic("three", 3);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        Assert.Equal(3, admin.GetMetadata("three", TimeSpan.FromSeconds(10)).Topics.Single().Partitions.Count);
    }

    [Fact]
    public void Two_brokers_keep_their_messages_apart()
    {
        using var one = new EmbeddedBroker();
        using var other = new EmbeddedBroker();
        Produce(one, "t", 3);
        Produce(other, "t", 5);
        Assert.NotEqual(one.BootstrapServers, other.BootstrapServers);
        Assert.Equal((3, 5), (Read(one, "t", 3).Count, Read(other, "t", 5).Count));
    }

    [Fact]
    public void A_topic_that_appeared_on_its_own_is_no_fault()
    {
        using var broker = new EmbeddedBroker();
        Produce(broker, "own", 1);
        broker.EnsureTopic("own", 2);
        Assert.Single(Read(broker, "own", 1));
    }

    private static void Produce(EmbeddedBroker broker, string topic, int count)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, EnableIdempotence = true, CompressionType = CompressionType.Zstd }).Build();
        for (var i = 0; i < count; i++)
        {
            producer.Produce(topic, new() { Value = $"v{i}" });
        }

        producer.Flush(TimeSpan.FromSeconds(20));
    }

    private static List<string> Read(EmbeddedBroker broker, string topic, int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        consumer.Subscribe(topic);
        var values = new List<string>();
        while (values.Count < count && consumer.Consume(TimeSpan.FromSeconds(20)) is { } result)
        {
            values.Add(result.Message.Value);
        }

        return values;
    }
}
