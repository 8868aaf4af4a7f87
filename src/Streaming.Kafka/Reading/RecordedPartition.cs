using Confluent.Kafka;
using Streaming.Kafka.Reading.Group;

namespace Streaming.Kafka.Reading;

/// <summary>One partition that is read again, from an offset on.</summary>
internal sealed class RecordedPartition : IDisposable
{
    private readonly SplitId _split;
    private readonly KafkaSourceOptions _options;
    private readonly SourceContext _context;
    private readonly BrokerWords _words;
    private readonly TopicPartition _partition;
    private readonly IConsumer<PooledBytes, PooledBytes> _consumer;
    private readonly RecordPoll _poll;
    private RawRecord? _held;
    private long _next;
    private long? _end;

    public RecordedPartition(SplitId split, long from, KafkaSourceOptions options, SourceContext context, BrokerWords words, int share)
    {
        (_split, _next, _options, _context, _words) = (split, from, options, context, words);
        _partition = TopicSplit.PartitionOf(split);
        _consumer = ConsumerFactory.CreateAlone(options, context, words, share);
        _poll = new(_consumer, options, context.Name, words, _ => throw Fault($"Records {_next} and more of {_split} went while they were read again (retention): they cannot be replayed."));
        _consumer.Assign(new TopicPartitionOffset(_partition, from));
    }

    /// <summary>The next records, so many of them as offsets: those that no consumer sees (of transactions) count.</summary>
    public IEnumerable<RecordBlock> Read(long records, CancellationToken abort)
    {
        for (var end = _next + records; _next < end;)
        {
            var block = new RecordBlock(_partition, _next);
            try
            {
                Fill(block, end, abort);
            }
            catch
            {
                block.Return();
                throw;
            }

            _next = block.To;
            yield return block;
        }
    }

    public void Dispose()
    {
        _held?.Key.Return();
        _held?.Value.Return();
        _held = null;
        _consumer.Dispose();
    }

    private void Fill(RecordBlock block, long end, CancellationToken abort)
    {
        while (block.To < end && block.Records.Count < _context.BatchSamples && block.Bytes < _context.BatchBytes)
        {
            var record = _held ?? Next(abort);
            _held = null;
            if (record is { } found && found.Offset < end)
            {
                block.Add(found);
            }
            else if (record is null && _end < end)
            {
                throw Fault($"{_split} ends at {_end}, but records up to {end - 1} were read of it: they cannot be replayed.");
            }
            else
            {
                _held = record;
                block.To = end;
            }
        }
    }

    // Null at the end of the partition, which the client says once.
    private RawRecord? Next(CancellationToken abort)
    {
        for (var since = _context.Time.GetTimestamp(); _end is null;)
        {
            abort.ThrowIfCancellationRequested();
            if (_poll.Next(RecordPoll.Every) is { } result)
            {
                if (!result.IsPartitionEOF)
                {
                    return new(result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, result.Message.Key, result.Message.Value, result.Message.Headers);
                }

                _end = result.Offset.Value;
            }
            else if (_context.Time.GetElapsedTime(since) > _options.BrokerTimeout)
            {
                throw Fault($"Kafka at {_options.Servers}: nothing came for {_options.BrokerTimeout.TotalSeconds:0} s: {_words.Last ?? "no broker says why"}");
            }
        }

        return null;
    }

    private SourceFaultException Fault(string message) => new(_split, _next, _options.Redact(message));
}
