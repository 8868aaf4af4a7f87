using Confluent.Kafka;

namespace Streaming.Kafka.Tests;

/// <summary>A topic as a reader of committed messages sees it, from its beginning to its end.</summary>
internal static class CommittedMessages
{
    public static List<Message<string, string>> Of(string bootstrap, string topic)
    {
        var config = new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "reader-" + Guid.NewGuid(), IsolationLevel = IsolationLevel.ReadCommitted, EnablePartitionEof = true, EnableAutoCommit = false };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(20)).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        var messages = new List<Message<string, string>>();
        for (var ended = 0; ended < partitions.Count;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException($"After {messages.Count} messages nothing came for 30 s: a transaction is open.");
            if (result.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                messages.Add(result.Message);
            }
        }

        return messages;
    }
}
