using System.Globalization;

namespace Streaming.Kafka.Sink;

/// <summary>The settings of a session's clients.</summary>
internal static class SessionSettings
{
    // Room for a message's envelope beside what max_message_size counts.
    private const long Envelope = 4096;

    public static Dictionary<string, string> OfProducer(KafkaSinkOptions options, string name) => options.Configure(new Dictionary<string, string>
    {
        ["transactional.id"] = name,
        ["transaction.timeout.ms"] = Milliseconds(options.TransactionTimeout),
        ["compression.type"] = options.Compression.ToString().ToLowerInvariant(),
        ["message.max.bytes"] = (options.MaxMessageSize.Bytes + Envelope).ToString(CultureInfo.InvariantCulture),

        // A client that starts from the bootstrap servers again amid a transaction (librdkafka 2.16 does when its only broker was away) may never return from
        // sending offsets. A session that breaks is replaced as a whole, which does the same.
        ["metadata.recovery.strategy"] = "none",
        ["linger.ms"] = "20",
        ["batch.size"] = "1000000",
        ["queue.buffering.max.kbytes"] = Math.Max(65536, (options.MaxMessageSize.Bytes >> 10) + 1024).ToString(CultureInfo.InvariantCulture),

        // The transaction's commit tells whether all arrived.
        ["dotnet.producer.enable.delivery.reports"] = "false",
    });

    public static Dictionary<string, string> OfMarker(KafkaSinkOptions options, string name) => options.Configure(new Dictionary<string, string>
    {
        ["group.id"] = name,
        ["isolation.level"] = "read_committed",
        ["enable.auto.commit"] = "false",
    });

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
