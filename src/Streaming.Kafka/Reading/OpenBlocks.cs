using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Gathers records into blocks, one open block a partition: partitions that come in turns, message by message, would else make batches of one.</summary>
/// <param name="maxRecords">A block is full at so many records.</param>
/// <param name="maxBytes">A block is full at so many bytes, and no more than eight times as many lie in open blocks.</param>
internal sealed class OpenBlocks(int maxRecords, long maxBytes)
{
    private readonly Dictionary<TopicPartition, RecordBlock> _open = [];
    private long _bytes;

    public bool IsEmpty => _open.Count == 0;

    /// <summary>Adds a record, and gives the block where it is full now.</summary>
    public RecordBlock? Add(TopicPartition partition, long from, in RawRecord record)
    {
        var block = Open(partition, from);
        var before = block.Bytes;
        block.Add(record);
        _bytes += block.Bytes - before;
        return block.Records.Count >= maxRecords || block.Bytes >= maxBytes || _bytes >= 8 * maxBytes ? Take(partition) : null;
    }

    /// <summary>Moves the end of a partition's block beyond records that no consumer sees.</summary>
    public void Cover(TopicPartition partition, long from, long to)
    {
        if (to > from)
        {
            Open(partition, from).To = to;
        }
    }

    /// <summary>Takes a block, full or not, until there is none.</summary>
    public RecordBlock? TakeAny() => _open.Count == 0 ? null : Take(_open.First().Key);

    /// <summary>Takes a partition's block, full or not.</summary>
    public RecordBlock? Take(TopicPartition partition)
    {
        if (!_open.Remove(partition, out var block))
        {
            return null;
        }

        _bytes -= block.Bytes;
        return block;
    }

    /// <summary>Drops every block.</summary>
    public void Clear()
    {
        while (TakeAny() is { } block)
        {
            block.Return();
        }
    }

    private RecordBlock Open(TopicPartition partition, long from)
    {
        if (!_open.TryGetValue(partition, out var block))
        {
            _open[partition] = block = new(partition, from);
        }

        return block;
    }
}
