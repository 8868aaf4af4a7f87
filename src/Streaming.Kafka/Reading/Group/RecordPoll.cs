using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>One poll of the client, and what its errors mean. One thread only.</summary>
/// <param name="consumer">The client.</param>
/// <param name="options">The source's options.</param>
/// <param name="source">The source's name.</param>
/// <param name="words">Hears what goes wrong and may pass.</param>
/// <param name="missed">Called where a partition's next record is not there.</param>
internal sealed class RecordPoll(IConsumer<PooledBytes, PooledBytes> consumer, KafkaSourceOptions options, string source, BrokerWords words, Action<TopicPartition> missed)
{
    /// <summary>How long a poll waits while there is nothing else to do.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>A record or the end of a partition; null where there is neither within <paramref name="wait"/>.</summary>
    /// <exception cref="SourceFaultException">An error that waiting does not heal.</exception>
    public ConsumeResult<PooledBytes, PooledBytes>? Next(TimeSpan wait)
    {
        try
        {
            var result = consumer.Consume(wait);
            if (result is not null)
            {
                words.Answered();
            }

            return result;
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            missed(e.ConsumerRecord.TopicPartition);
            return null;
        }
        catch (ConsumeException e) when (!e.Error.IsFatal && !ConsumerFactory.IsFinal(e.Error.Code))
        {
            words.Hear(e.Error);
            return null;
        }
        catch (KafkaException e)
        {
            throw new SourceFaultException(new(source, e is ConsumeException c ? TopicSplit.NameOf(c.ConsumerRecord.TopicPartition) : ""), 0, options.Redact(e.Error.Reason), e);
        }
    }
}
