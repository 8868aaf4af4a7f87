using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Where partitions start and end: by the table where it knows them, else as the options say; by the broker what is still there.</summary>
internal sealed class StartPositions(IConsumer<PooledBytes, PooledBytes> consumer, KafkaSourceOptions options, string source, SourceTally tally)
{
    /// <summary>Start and end of each partition.</summary>
    /// <exception cref="SourceFaultException">Records are gone that were not read yet, or a broker does not answer.</exception>
    public IReadOnlyDictionary<TopicPartition, (long Start, long End)> Find(IReadOnlySet<TopicPartition> partitions, HandStart start) =>
        partitions.ToDictionary(p => p, p => Find(p, start));

    private (long Start, long End) Find(TopicPartition partition, HandStart start)
    {
        var split = TopicSplit.Of(source, partition);
        var recorded = start.Recorded.Next.TryGetValue(split, out var position);
        try
        {
            var range = consumer.QueryWatermarkOffsets(partition, options.ConnectTimeout);
            position = recorded ? position
                : options.StartOffsets.TryGetValue(split.Name, out var offset) ? offset
                : First(partition, start.TableMade, range);
            return (Within(split, position, range), range.High.Value);
        }
        catch (KafkaException e)
        {
            throw new SourceFaultException(split, position, options.Redact($"Kafka at {options.Servers}: {e.Error.Reason}"), e);
        }
    }

    private long First(TopicPartition partition, DateTimeOffset tableMade, WatermarkOffsets range)
    {
        if (options.Start == "earliest")
        {
            return range.Low.Value;
        }

        // "latest" is the moment at which the table was made: the same for every worker, for partitions that appear later, and for a run that died before its first commit.
        var time = options.StartTime ?? tableMade;
        var found = consumer.OffsetsForTimes([new(partition, new Timestamp(time))], options.ConnectTimeout)[0].Offset;
        return found.IsSpecial ? range.High.Value : found.Value;
    }

    private long Within(SplitId split, long position, WatermarkOffsets range)
    {
        if (position >= range.Low.Value && position <= range.High.Value)
        {
            return position;
        }

        var isGone = position < range.Low.Value;
        if (options.OnDataLoss == DataLossAction.Stop)
        {
            throw new SourceFaultException(split, position, isGone
                ? $"Records {position} to {range.Low.Value - 1} of {split} are gone before they were read (retention). With on_data_loss: skip the run goes on after them and counts them."
                : $"{split} ends at {range.High.Value}, before the position {position} that the table has: the topic was made anew or cut. With on_data_loss: skip the run goes on from its end.");
        }

        if (isGone)
        {
            tally.Lost(range.Low.Value - position);
            return range.Low.Value;
        }

        return range.High.Value;
    }
}
