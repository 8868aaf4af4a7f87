using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>
/// Reads again what commits recorded: exactly those offsets of those partitions, in the recorded order. Partitions are assigned, not subscribed to: the group sees nothing
/// of it. Each partition has a client of its own, so that those whose turn is later wait with what they fetched, and no more than that.
/// </summary>
internal sealed class RecordedRecords(KafkaSourceOptions options, SourceContext context, BrokerWords words) : IDisposable
{
    private readonly Dictionary<SplitId, RecordedPartition> _open = [];

    /// <summary>Looks whether all of it is still there.</summary>
    /// <exception cref="SourceFaultException">It is not.</exception>
    public void Check(IConsumer<PooledBytes, PooledBytes> client, SplitPositions from, IReadOnlyList<RecordedRun> runs)
    {
        foreach (var split in runs.GroupBy(r => r.Split))
        {
            var (first, end) = (from[split.Key], from[split.Key] + split.Sum(r => r.Records));
            try
            {
                var range = client.QueryWatermarkOffsets(TopicSplit.PartitionOf(split.Key), options.ConnectTimeout);
                if (first < range.Low.Value)
                {
                    throw new SourceFaultException(split.Key, first, $"Records {first} to {Math.Min(end, range.Low.Value) - 1} of {split.Key} are gone (retention): the epochs that read them cannot be replayed.");
                }

                if (end > range.High.Value)
                {
                    throw new SourceFaultException(split.Key, first, $"{split.Key} ends at {range.High.Value}, but records up to {end - 1} were read of it: the topic was made anew or cut, and the epochs cannot be replayed.");
                }
            }
            catch (KafkaException e)
            {
                throw new SourceFaultException(split.Key, first, options.Redact($"Kafka at {options.Servers}: {e.Error.Reason}"), e);
            }
        }
    }

    /// <summary>The records, in blocks that never go beyond a run.</summary>
    public IEnumerable<RecordBlock> Read(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort)
    {
        var left = runs.GroupBy(r => r.Split).ToDictionary(g => g.Key, g => g.Count());
        foreach (var run in runs)
        {
            if (!_open.TryGetValue(run.Split, out var partition))
            {
                _open[run.Split] = partition = new(run.Split, from[run.Split], options, context, words, left.Count);
            }

            foreach (var block in partition.Read(run.Records, abort))
            {
                yield return block;
            }

            if (--left[run.Split] == 0)
            {
                _open.Remove(run.Split);
                partition.Dispose();
            }
        }
    }

    /// <summary>Closes the clients.</summary>
    public void Dispose()
    {
        foreach (var partition in _open.Values)
        {
            partition.Dispose();
        }
    }
}
