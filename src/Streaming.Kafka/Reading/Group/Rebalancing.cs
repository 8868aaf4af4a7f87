using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>What the group gives and takes, told to the hand. Called by the client in the midst of a poll; the group waits for it.</summary>
internal sealed class Rebalancing(AssignedHand hand, SourceTally tally, TimeSpan patience)
{
    private volatile bool _isClosing;
    private PartitionCursor? _cursor;

    /// <summary>The client's partitions, once there is a client; before it is polled.</summary>
    public void Attach(PartitionCursor cursor) => _cursor = cursor;

    /// <summary>From now on the hand is left as it is: nobody will take it any more.</summary>
    public void Close() => _isClosing = true;

    /// <summary>More partitions; says where to read each from.</summary>
    public IEnumerable<TopicPartitionOffset> Assigned(IReadOnlyList<TopicPartition> added)
    {
        tally.Rebalanced();
        hand.Change(hand.Partitions.Concat(added).ToHashSet(), isLost: false, patience);
        if (added.Count == 0)
        {
            return [];
        }

        var start = hand.AwaitStart();
        var positions = added.Select(p => new TopicPartitionOffset(p, start is null ? Offset.End : start[p])).ToList();
        positions.ForEach(p => _cursor!.Assigned(p.TopicPartition, p.Offset));
        return positions;
    }

    /// <summary>Others get these partitions as soon as this returns.</summary>
    public void Revoked(IEnumerable<TopicPartitionOffset> taken) => Lose(taken, isLost: false);

    /// <summary>Others have these partitions already.</summary>
    public void Lost(IEnumerable<TopicPartitionOffset> taken) => Lose(taken, isLost: true);

    private void Lose(IEnumerable<TopicPartitionOffset> taken, bool isLost)
    {
        var gone = taken.Select(t => t.TopicPartition).ToHashSet();
        tally.Rebalanced();
        if (!_isClosing)
        {
            hand.Change(hand.Partitions.Where(p => !gone.Contains(p)).ToHashSet(), isLost, patience);
        }

        _cursor!.Forget(gone);
    }
}
