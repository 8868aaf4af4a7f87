using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>Pauses partitions while nobody takes records, and resumes them. Polling thread only.</summary>
internal sealed class BackPressure(IConsumer<PooledBytes, PooledBytes> consumer, SourceTally tally, TimeProvider time)
{
    // A partition stays paused for the client also while it is not assigned: one that was paused, taken away, and given again would never give a record. So those
    // that went paused are kept, however long they are away.
    private readonly HashSet<TopicPartition> _paused = [];

    /// <summary>Whether reading pauses.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Pauses every partition, also those assigned since the last pause.</summary>
    public void Pause()
    {
        if (!IsPaused)
        {
            IsPaused = true;
            tally.PauseBegan(time);
        }

        var assigned = consumer.Assignment;
        _paused.UnionWith(assigned);
        Try(() => consumer.Pause(assigned));
    }

    /// <summary>Resumes every assigned partition, also those that were paused when they were assigned the last time.</summary>
    public void Resume()
    {
        if (IsPaused)
        {
            IsPaused = false;
            tally.PauseEnded(time);
        }

        if (_paused.Count > 0)
        {
            var back = consumer.Assignment.Where(_paused.Contains).ToList();
            Try(() => consumer.Resume(back));
            _paused.ExceptWith(back);
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (KafkaException)
        {
            // A partition is on its way out of the assignment: the callback of its revocation follows.
        }
    }
}
