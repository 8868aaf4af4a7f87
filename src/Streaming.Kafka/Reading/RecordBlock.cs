using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Consecutive records of one partition, on their way from the polling thread to who makes samples of them.</summary>
/// <param name="partition">The partition.</param>
/// <param name="from">The position of the first record.</param>
internal sealed class RecordBlock(TopicPartition partition, long from)
{
    public TopicPartition Partition { get; } = partition;

    public long From { get; } = from;

    /// <summary>The position after the last record; control records of transactions in between are covered too.</summary>
    public long To { get; set; } = from;

    /// <summary>Set where the block stands for records that are gone: what to say of them.</summary>
    public string? Loss { get; init; }

    public List<RawRecord> Records { get; } = [];

    public long Bytes { get; private set; }

    public void Add(in RawRecord record)
    {
        Records.Add(record);
        Bytes += record.Value.Length + record.Key.Length;
        To = record.Offset + 1;
    }

    /// <summary>Gives the records' memory back.</summary>
    public void Return()
    {
        foreach (var record in Records)
        {
            record.Key.Return();
            record.Value.Return();
        }

        Records.Clear();
    }
}

/// <summary>A message as it came.</summary>
internal readonly record struct RawRecord(long Offset, long TimestampMs, PooledBytes Key, PooledBytes Value, Headers? Headers);
