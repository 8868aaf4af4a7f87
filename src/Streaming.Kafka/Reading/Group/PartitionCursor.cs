using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>Where the client stands in each partition, and where it is to go: seeking works only once a partition is being fetched, so it is tried until it does. Polling thread only.</summary>
internal sealed class PartitionCursor(IConsumer<PooledBytes, PooledBytes> consumer)
{
    private const long Nowhere = -1;

    // Every assigned partition, with the offset of the record that the client gives next.
    private readonly Dictionary<TopicPartition, long> _at = [];
    private readonly Dictionary<TopicPartition, long> _moving = [];
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly HashSet<TopicPartition> _stopped = [];

    /// <summary>Whether the client still has to go elsewhere: its records are not wanted.</summary>
    public bool IsMoving(TopicPartition partition) => _moving.ContainsKey(partition);

    /// <summary>The partition is assigned with this position.</summary>
    public void Assigned(TopicPartition partition, long at)
    {
        _moving.Remove(partition);
        _ends.Remove(partition);
        _stopped.Remove(partition);
        _at[partition] = at;
    }

    /// <summary>The partitions are assigned no more.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _at.Remove(partition);
            _moving.Remove(partition);
            _ends.Remove(partition);
            _stopped.Remove(partition);
        }
    }

    /// <summary>The next record is to be this one. A partition that is not assigned any more goes nowhere.</summary>
    public void MoveTo(TopicPartition partition, long to)
    {
        if (_at.TryGetValue(partition, out var at) && (at != to || _moving.ContainsKey(partition)))
        {
            _moving[partition] = to;
            _ends.Remove(partition);
        }
    }

    /// <summary>The client went past a record that is still wanted.</summary>
    public void Missed(TopicPartition partition, long at)
    {
        if (_at.ContainsKey(partition) && (!_moving.TryGetValue(partition, out var to) || at < to))
        {
            _moving[partition] = at;
            _ends.Remove(partition);
        }
    }

    /// <summary>The client found no record where it looked for one, and reads the partition no more.</summary>
    public void Stopped(TopicPartition partition)
    {
        if (_at.ContainsKey(partition))
        {
            _stopped.Add(partition);
            _at[partition] = Nowhere;
            _ends.Remove(partition);
        }
    }

    /// <summary>The client gave a record; false where it is not wanted, as the client has to go elsewhere.</summary>
    public bool Took(TopicPartition partition, long offset)
    {
        if (!_at.ContainsKey(partition))
        {
            return false;
        }

        _at[partition] = offset + 1;
        _ends.Remove(partition);
        return !_moving.ContainsKey(partition);
    }

    /// <summary>The client is at the end of a partition; it says so once.</summary>
    public void SawEnd(TopicPartition partition, long at) => _ends[partition] = at;

    /// <summary>The end at which the client stands, or null.</summary>
    public long? EndSeen(TopicPartition partition) => _ends.TryGetValue(partition, out var at) ? at : null;

    /// <summary>Tries to go where it is to go.</summary>
    public void Settle()
    {
        if (_moving.Count == 0)
        {
            return;
        }

        foreach (var (partition, to) in _moving.ToList())
        {
            try
            {
                Go(new(partition, to));
                _moving.Remove(partition);
                _at[partition] = to;
            }
            catch (KafkaException)
            {
                // Not being fetched yet, or not any more: again at the next poll.
            }
        }
    }

    // Seeking does not wake a partition that the client stopped reading; assigning it again does, and the group does not hear of it.
    private void Go(TopicPartitionOffset to)
    {
        if (!_stopped.Contains(to.TopicPartition))
        {
            consumer.Seek(to);
            return;
        }

        if (consumer.Assignment.Contains(to.TopicPartition))
        {
            consumer.IncrementalUnassign([to.TopicPartition]);
        }

        consumer.IncrementalAssign([to]);
        _stopped.Remove(to.TopicPartition);
    }
}
