using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Streaming.Benchmarks.Corpora;
using Streaming.Testing;

namespace Streaming.Benchmarks.Kafka;

/// <summary>A topic of JSON messages of about 3 KB, as a crawler might push pages.</summary>
internal static class JsonTopic
{
    /// <summary>Characters of a text, so that a message has 3 KB.</summary>
    public const int Characters = 2_900;

    private const int Variants = 2_000;

    /// <summary>Messages, again and again the same few thousand texts under ids of their own.</summary>
    public static IEnumerable<byte[]> Messages(int count, int characters = Characters)
    {
        var prose = new Prose(17);
        var texts = Enumerable.Range(0, Math.Min(count, Variants)).Select(n => JsonEncodedText.Encode(prose.Document(n, characters)).Value).ToArray();
        for (var n = 0; n < count; n++)
        {
            yield return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":"p{{n}}","url":"https://example.org/{{n}}","body":"{{texts[n % texts.Length]}}"}"""));
        }
    }

    /// <summary>A producer as a crawler would have it.</summary>
    public static IProducer<Null, byte[]> Producer(string bootstrap, CompressionType compression) => new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = bootstrap,
        CompressionType = compression,
        LingerMs = 20,
        BatchSize = 1 << 20,
        QueueBufferingMaxMessages = 20_000,
        EnableIdempotence = true,
    }).Build();

    /// <summary>Makes a topic and fills it.</summary>
    public static async Task FillAsync(RealBroker broker, string topic, int count, CompressionType compression, int characters = Characters, int partitions = 4)
    {
        await broker.CreateAsync(topic, partitions);
        using var producer = Producer(broker.Bootstrap, compression);
        var sent = 0;
        foreach (var message in Messages(count, characters))
        {
            Send(producer, topic, sent++ % partitions, message);
        }

        producer.Flush(TimeSpan.FromMinutes(2));
    }

    /// <summary>Sends one message; waits while the client's queue is full.</summary>
    public static void Send(IProducer<Null, byte[]> producer, string topic, int partition, byte[] message)
    {
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(topic, partition), new() { Value = message });
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
