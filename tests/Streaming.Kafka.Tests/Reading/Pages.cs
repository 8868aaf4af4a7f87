using System.Text;
using Confluent.Kafka;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Puts messages into topics.</summary>
internal static class Pages
{
    /// <summary>Messages <c>from</c> … <c>from + count - 1</c>, keyed <c>k…</c>, JSON with a text; spread over the partitions by number.</summary>
    public static void Produce(string bootstrap, string topic, int from, int count, int partitions = 1)
    {
        using var producer = Producer(bootstrap);
        for (var i = from; i < from + count; i++)
        {
            producer.Produce(new TopicPartition(topic, i % partitions), new() { Key = Bytes($"k{i}"), Value = Bytes($$"""{"body":"page number {{i}}","page":{"url":"http://localhost/{{i}}","n":{{i}} } }""") });
        }

        producer.Flush(TimeSpan.FromSeconds(120));
    }

    /// <summary>One message into partition 0.</summary>
    public static void Produce(string bootstrap, string topic, string? key, byte[]? value, params (string Name, string Value)[] headers)
    {
        var message = new Message<byte[]?, byte[]?> { Key = key is null ? null : Bytes(key), Value = value, Headers = [] };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Bytes(text));
        }

        Send(bootstrap, topic, (0, message));
    }

    /// <summary>Messages as they are.</summary>
    public static void Send(string bootstrap, string topic, params IEnumerable<(int Partition, Message<byte[]?, byte[]?> Message)> messages)
    {
        using var producer = Producer(bootstrap);
        foreach (var (partition, message) in messages)
        {
            producer.Produce(new TopicPartition(topic, partition), message);
        }

        producer.Flush(TimeSpan.FromSeconds(120));
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static IReadOnlySet<string> Keys(int from, int count) => Enumerable.Range(from, count).Select(i => $"k{i}").ToHashSet();

    private static IProducer<byte[]?, byte[]?> Producer(string bootstrap) =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = bootstrap, EnableIdempotence = true, CompressionType = CompressionType.Zstd, LingerMs = 5, MessageTimeoutMs = 120_000 }).Build();
}
