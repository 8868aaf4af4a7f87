using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Where partitions start and end: by the table where it knows them, else as the options say; by the broker what is still there.</summary>
internal sealed class StartPositions(IConsumer<PooledBytes, PooledBytes> consumer, KafkaSourceOptions options, string source, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Start and end of each partition, and which records between the position and the start are gone.</summary>
    /// <exception cref="SourceFaultException">Records are gone that were not read yet, or a broker does not answer.</exception>
    public IReadOnlyDictionary<TopicPartition, PartitionRange> Find(IReadOnlySet<TopicPartition> partitions, HandStart start, CancellationToken abort) =>
        partitions.ToDictionary(p => p, p => Find(p, start, abort));

    // A leader that moves at this moment, or a broker that comes back: asked again as long as a run waits for brokers.
    private PartitionRange Find(TopicPartition partition, HandStart start, CancellationToken abort)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                return Find(partition, start);
            }
            catch (KafkaException e) when (ConsumerFactory.IsFinal(e.Error.Code) || time.GetElapsedTime(since) > options.BrokerTimeout)
            {
                throw new SourceFaultException(TopicSplit.Of(source, partition), start.Recorded[TopicSplit.Of(source, partition)], options.Redact($"Kafka at {options.Servers}: {e.Error.Reason}"), e);
            }
            catch (KafkaException)
            {
                abort.WaitHandle.WaitOne(_pause);
                abort.ThrowIfCancellationRequested();
            }
        }
    }

    private PartitionRange Find(TopicPartition partition, HandStart start)
    {
        var split = TopicSplit.Of(source, partition);
        var recorded = start.Recorded.Next.TryGetValue(split, out var position);
        var range = consumer.QueryWatermarkOffsets(partition, options.ConnectTimeout);
        position = recorded ? position
            : options.StartOffsets.TryGetValue(split.Name, out var offset) ? offset
            : First(partition, start.TableMade, range);
        var loss = DataLoss.Find(split, position, range, options.OnDataLoss, recorded ? "the table has" : "start_offsets names");
        return new(loss?.To ?? position, range.High.Value, loss);
    }

    private long First(TopicPartition partition, DateTimeOffset tableMade, WatermarkOffsets range)
    {
        if (options.Start == "earliest")
        {
            return range.Low.Value;
        }

        // "latest" is the moment at which the table was made: the same for every worker, for partitions that appear later, and for a run that died before its first commit.
        var moment = options.StartTime ?? tableMade;
        var found = consumer.OffsetsForTimes([new(partition, new Timestamp(moment))], options.ConnectTimeout)[0].Offset;
        return found.IsSpecial ? range.High.Value : found.Value;
    }
}
