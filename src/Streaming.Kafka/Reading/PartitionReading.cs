using System.Threading.Channels;
using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>One call of <see cref="KafkaSource.ReadAsync"/>: which partitions from where, and the way of their records from the polling thread to it.</summary>
/// <param name="from">The position of the next record of each partition; moved by the polling thread.</param>
/// <param name="ends">Where each partition ends, or null: never.</param>
internal sealed class PartitionReading(IDictionary<TopicPartition, long> from, IDictionary<TopicPartition, long>? ends)
{
    /// <summary>Blocks that wait to be read; beyond it the polling thread waits, and then pauses.</summary>
    public const int Depth = 16;

    private readonly Channel<RecordBlock> _blocks = Channel.CreateBounded<RecordBlock>(new BoundedChannelOptions(Depth) { SingleReader = true, SingleWriter = true });
    private volatile bool _isOver;

    /// <summary>The position of the next record to hand over, by partition.</summary>
    public IDictionary<TopicPartition, long> Next => from;

    /// <summary>Whether nobody reads any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Whether so few blocks wait that reading on is worth it: resuming costs 0.45 s, so not at the first free place.</summary>
    public bool HasRoom => _blocks.Reader.Count <= Depth / 2;

    public ChannelWriter<RecordBlock> Writer => _blocks.Writer;

    /// <summary>Whether reading ends with what was there at its start.</summary>
    public bool HasEnds => ends is not null;

    /// <summary>The end of a partition, or null.</summary>
    public long? EndOf(TopicPartition partition) => ends is not null && ends.TryGetValue(partition, out var end) ? end : null;

    /// <summary>Whether every partition was read to its end.</summary>
    public bool IsAtEnd => ends is not null && Next.All(n => n.Value >= ends[n.Key]);

    /// <summary>The client is at the end of a partition, so there is nothing more to wait for: behind it are at most open transactions.</summary>
    public void Ended(TopicPartition partition, long at)
    {
        if (ends is not null && Next.ContainsKey(partition))
        {
            ends[partition] = Math.Min(ends[partition], at);
        }
    }

    /// <summary>The blocks, until the end or a fault.</summary>
    public IAsyncEnumerable<RecordBlock> ReadAsync(CancellationToken abort) => _blocks.Reader.ReadAllAsync(abort);

    /// <summary>Reader's side: no more is wanted. The polling thread gives back what it still holds.</summary>
    public void End()
    {
        _isOver = true;
        _blocks.Writer.TryComplete();
        while (_blocks.Reader.TryRead(out var block))
        {
            block.Return();
        }
    }
}
