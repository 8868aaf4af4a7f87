using System.Globalization;
using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Makes the client, with the settings on which exactly once depends, and defaults that fit the run's memory.</summary>
internal static class ConsumerFactory
{
    private const int DefaultMaxPollMs = 300_000;

    public delegate IEnumerable<TopicPartitionOffset> Assigned(IConsumer<PooledBytes, PooledBytes> consumer, List<TopicPartition> partitions);

    public delegate void Taken(IConsumer<PooledBytes, PooledBytes> consumer, List<TopicPartitionOffset> partitions);

    /// <summary>A consumer that has not joined its group.</summary>
    public static IConsumer<PooledBytes, PooledBytes> Create(KafkaSourceOptions options, SourceContext context, BrokerWords words, Assigned assigned, Taken revoked, Taken lost)
    {
        try
        {
            return Builder(options, Settings(options, context), words)
                .SetPartitionsAssignedHandler((c, partitions) => assigned(c, partitions))
                .SetPartitionsRevokedHandler((c, partitions) => revoked(c, partitions))
                .SetPartitionsLostHandler((c, partitions) => lost(c, partitions))
                .Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new BadInputException(options.Redact($"Source '{context.Name}', settings: {e.Message}"), e);
        }
    }

    /// <summary>A consumer that never joins its group and commits nothing to it: it reads what it is assigned.</summary>
    /// <param name="options">The source's options.</param>
    /// <param name="context">The source's context.</param>
    /// <param name="words">Hears what goes wrong.</param>
    /// <param name="share">How many such consumers share the memory for what is fetched ahead.</param>
    public static IConsumer<PooledBytes, PooledBytes> CreateAlone(KafkaSourceOptions options, SourceContext context, BrokerWords words, int share)
    {
        var settings = Settings(options, context);
        Bound(settings, Math.Max(1L << 20, FetchAhead(context) / share));
        settings["enable.auto.commit"] = "false";
        settings["group.protocol"] = "classic";
        settings.Remove("group.instance.id");
        settings.Remove("partition.assignment.strategy");
        return Builder(options, settings, words).Build();
    }

    /// <summary>Bytes that the client fetches ahead, some 50 % more for a moment.</summary>
    public static long FetchAhead(SourceContext context) => Math.Clamp(context.Memory.Limit / 16, 2L << 20, 64L << 20);

    /// <summary>How long the group waits for the next poll.</summary>
    public static int MaxPollMs(KafkaSourceOptions options) =>
        options.Settings.TryGetValue("max.poll.interval.ms", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var ms) ? ms : DefaultMaxPollMs;

    /// <summary>Errors that waiting does not heal.</summary>
    public static bool IsFinal(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.InvalidGroupId or ErrorCode.UnsupportedVersion or ErrorCode.Local_InvalidArg;

    private static Dictionary<string, string> Settings(KafkaSourceOptions options, SourceContext context)
    {
        var settings = new Dictionary<string, string>
        {
            ["group.id"] = options.GroupId,
            ["group.protocol"] = options.GroupProtocol == GroupProtocol.Classic ? "classic" : "consumer",
            ["isolation.level"] = options.Isolation == KafkaIsolation.ReadCommitted ? "read_committed" : "read_uncommitted",
            ["auto.offset.reset"] = "error",
            ["enable.auto.commit"] = "true",
            ["auto.commit.interval.ms"] = "1000",
            ["enable.auto.offset.store"] = "false",
            ["enable.partition.eof"] = "true",
            ["allow.auto.create.topics"] = "false",
            ["topic.metadata.refresh.interval.ms"] = "30000",
            ["fetch.error.backoff.ms"] = "100",
            ["dotnet.consumer.consume.result.fields"] = options.Headers.Count > 0 ? "headers,timestamp,topic" : "timestamp,topic",
        };
        Bound(settings, FetchAhead(context));
        if (options.GroupProtocol == GroupProtocol.Classic)
        {
            settings["partition.assignment.strategy"] = "cooperative-sticky";
        }

        if (options.GroupInstanceId.Length > 0)
        {
            settings["group.instance.id"] = options.GroupInstanceId;
        }

        return settings;
    }

    private static void Bound(Dictionary<string, string> settings, long fetch)
    {
        settings["queued.max.messages.kbytes"] = (fetch / 1024).ToString(CultureInfo.InvariantCulture);
        settings["fetch.message.max.bytes"] = Math.Min(fetch / 2, 4 << 20).ToString(CultureInfo.InvariantCulture);
    }

    private static ConsumerBuilder<PooledBytes, PooledBytes> Builder(KafkaSourceOptions options, Dictionary<string, string> settings, BrokerWords words)
    {
        var deserializer = new PooledBytes.Deserializer();
        return new ConsumerBuilder<PooledBytes, PooledBytes>(options.Configure(settings))
            .SetKeyDeserializer(deserializer)
            .SetValueDeserializer(deserializer)
            .SetErrorHandler((_, error) => words.Hear(error))
            .SetLogHandler((_, line) => words.Hear(line));
    }
}
