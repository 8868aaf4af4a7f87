using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>Ends a run that no broker answers any more. The client tells when all are down, but not when one is back: so it is asked.</summary>
internal sealed class BrokerWatch(IConsumer<PooledBytes, PooledBytes> consumer, BrokerWords words, KafkaSourceOptions options, TimeProvider time)
{
    private static readonly TimeSpan _askEvery = TimeSpan.FromSeconds(2);

    private long? _downSince;
    private long _askedAt;

    /// <summary>Called between polls.</summary>
    /// <exception cref="SourceFaultException">No broker answered for too long.</exception>
    public void Check(IReadOnlySet<TopicPartition> partitions)
    {
        if (words.Fatal is { } fatal)
        {
            throw Fault(partitions, fatal.Reason, new KafkaException(fatal));
        }

        if (!words.AllDown)
        {
            _downSince = null;
            return;
        }

        _downSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_askedAt) < _askEvery)
        {
            return;
        }

        _askedAt = time.GetTimestamp();
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            admin.GetMetadata("__none__", TimeSpan.FromMilliseconds(500));
            words.Answered();
        }
        catch (KafkaException e) when (time.GetElapsedTime(_downSince.Value) > options.BrokerTimeout)
        {
            throw Fault(partitions, $"no broker has answered for {options.BrokerTimeout.TotalSeconds:0} s: {words.Last ?? e.Error.Reason}", e);
        }
        catch (KafkaException)
        {
            // Still down.
        }
    }

    private SourceFaultException Fault(IReadOnlySet<TopicPartition> partitions, string message, Exception e) => new(
        new("", partitions.Count > 0 ? TopicSplit.NameOf(partitions.First()) : string.Join(',', options.Topics)), 0, options.Redact($"Kafka at {options.Servers}: {message}"), e);
}
