using Confluent.Kafka;

namespace Streaming.Kafka.Reading.Group;

/// <summary>
/// The polling thread. The client wants to be polled on and on, also by who is not ready for records: else the group takes its partitions away. So this thread does
/// nothing but poll, copy, and hand over; where it cannot hand over, it pauses the partitions and polls on.
/// </summary>
internal sealed class GroupConsumer : IDisposable
{
    private readonly KafkaSourceOptions _options;
    private readonly IConsumer<PooledBytes, PooledBytes> _consumer;
    private readonly SourceContext _context;
    private readonly BrokerWords _words;
    private readonly AssignedHand _hand;
    private readonly OpenBlocks _open;
    private readonly BrokerWatch _watch;
    private readonly Rebalancing _rebalancing;
    private readonly PartitionCursor _cursor;
    private readonly BackPressure _pressure;
    private readonly RecordPoll _poll;
    private readonly Handover _handover;
    private readonly Thread _thread;
    private PartitionReading? _wanted;
    private PartitionReading? _reading;
    private volatile bool _isClosing;
    private bool _isStarted;

    /// <summary>A consumer that is not polled yet: <see cref="Start"/>.</summary>
    public GroupConsumer(KafkaSourceOptions options, SourceContext context, SourceTally tally, AssignedHand hand, BrokerWords words)
    {
        (_options, _context, _hand, _words) = (options, context, hand, words);
        _open = new(context.BatchSamples, context.BatchBytes);
        _rebalancing = new(hand, tally, TimeSpan.FromMilliseconds(Math.Min(options.RevokeTimeout.TotalMilliseconds, ConsumerFactory.MaxPollMs(options) / 3.0)));
        _consumer = ConsumerFactory.Create(options, context, words, (_, added) => _rebalancing.Assigned(added), (_, taken) => _rebalancing.Revoked(taken), (_, taken) => _rebalancing.Lost(taken));
        _cursor = new(_consumer);
        _rebalancing.Attach(_cursor);
        _pressure = new(_consumer, tally, context.Time);
        _poll = new(_consumer, options, context.Name, words, Miss);
        _handover = new(_poll, _cursor, _pressure, TimeSpan.FromMilliseconds(Math.Min(1_000, ConsumerFactory.MaxPollMs(options) / 4)), () => _isClosing);
        _watch = new(_consumer, words, options, context.Time);
        _thread = new(Poll) { IsBackground = true, Name = $"kafka {context.Name}" };
    }

    /// <summary>The client, for questions that any thread may ask until this is disposed of.</summary>
    public IConsumer<PooledBytes, PooledBytes> Client => _consumer;

    /// <summary>Joins the group.</summary>
    public void Start()
    {
        _consumer.Subscribe(_options.Topics);
        _thread.Start();
        _isStarted = true;
    }

    /// <summary>Asks for the records of the hand from given positions on; what was read before for someone else is forgotten.</summary>
    public void Read(PartitionReading reading) => Volatile.Write(ref _wanted, reading);

    /// <summary>Leaves the group.</summary>
    public void Dispose()
    {
        _isClosing = true;
        _rebalancing.Close();
        if (_isStarted)
        {
            _thread.Join();
            Leave();
        }

        _consumer.Dispose();
    }

    private void Poll()
    {
        Exception? fault = null;
        try
        {
            while (!_isClosing)
            {
                PollOnce();
            }
        }
        catch (Exception e)
        {
            fault = e;
        }

        _hand.Close(fault);
        Volatile.Read(ref _wanted)?.Writer.TryComplete(fault);
        _open.Clear();
    }

    // Not by the polling thread, which ends at a fault: others ask the client to the last.
    private void Leave()
    {
        if (_words.AllDown)
        {
            // Taking leave would wait for a broker, for minutes.
            return;
        }

        try
        {
            _consumer.Close();
        }
        catch (KafkaException)
        {
            // The group finds out by the session's timeout.
        }
    }

    private void PollOnce()
    {
        Adopt();
        _cursor.Settle();
        _watch.Check(_hand.Partitions);
        var result = _poll.Next(_open.IsEmpty ? RecordPoll.Every : TimeSpan.Zero);
        if (result is null)
        {
            Flush();
        }
        else if (result.IsPartitionEOF)
        {
            ReachEnd(result.TopicPartition, result.Offset.Value);
        }
        else
        {
            Accept(result);
        }

        if (_pressure.IsPaused && _reading is { IsOver: false, HasRoom: true })
        {
            _pressure.Resume();
        }
    }

    // A new reading begins where the table says; what the client had fetched beyond it for the one before is fetched again.
    private void Adopt()
    {
        var wanted = Volatile.Read(ref _wanted);
        if (wanted == _reading)
        {
            return;
        }

        _open.Clear();
        _reading = wanted;
        foreach (var (partition, next) in wanted!.Next)
        {
            _cursor.MoveTo(partition, next);
            if (_cursor.EndSeen(partition) is { } end)
            {
                ReachEnd(partition, end);
            }
        }

        _pressure.Resume();
        CompleteAtEnd();
    }

    private void Accept(ConsumeResult<PooledBytes, PooledBytes> result)
    {
        var partition = result.TopicPartition;
        var (key, value, offset) = (result.Message.Key, result.Message.Value, result.Offset.Value);
        var reading = _reading;
        if (!_cursor.Took(partition, offset) || reading is null || reading.IsOver || !reading.Next.TryGetValue(partition, out var next) || offset < next || IsPastEnd(reading, partition, offset))
        {
            key.Return();
            value.Return();
            if (reading is null or { IsOver: true })
            {
                _pressure.Pause();
            }

            return;
        }

        reading.Next[partition] = offset + 1;
        if (_open.Add(partition, next, new(offset, result.Message.Timestamp.UnixTimestampMs, key, value, result.Message.Headers)) is { } full)
        {
            _handover.Give(reading, full);
        }

        CompleteAtEnd();
    }

    private static bool IsPastEnd(PartitionReading reading, TopicPartition partition, long offset) => reading.EndOf(partition) is { } end && offset >= end;

    private void ReachEnd(TopicPartition partition, long at)
    {
        _cursor.SawEnd(partition, at);
        if (_reading is { HasEnds: true, IsOver: false } reading && !_cursor.IsMoving(partition) && reading.Next.TryGetValue(partition, out var next))
        {
            _open.Cover(partition, next, at);
            reading.Next[partition] = Math.Max(next, at);
            reading.Ended(partition, at);
            CompleteAtEnd();
        }
    }

    private void CompleteAtEnd()
    {
        if (_reading is { HasEnds: true, IsOver: false, IsAtEnd: true } reading)
        {
            Flush();
            reading.Writer.TryComplete();
        }
    }

    private void Flush()
    {
        while (_open.TakeAny() is { } block)
        {
            if (_reading is { } reading)
            {
                _handover.Give(reading, block);
            }
            else
            {
                block.Return();
            }
        }
    }

    // The client's next record is not there. Either it is gone, or a broker that has just taken over does not have it yet: then it is asked for again.
    private void Miss(TopicPartition partition)
    {
        _cursor.Stopped(partition);
        if (_reading is not { } reading || !reading.Next.TryGetValue(partition, out var at))
        {
            return;
        }

        if (RangeOf(partition) is { } range && DataLoss.Find(TopicSplit.Of(_context.Name, partition), at, range, _options.OnDataLoss) is { } loss)
        {
            if (_open.Take(partition) is { } block)
            {
                _handover.Give(reading, block);
            }

            _handover.Give(reading, new(partition, at) { To = loss.To, Loss = loss.Message });
            reading.Next[partition] = at = loss.To;
        }

        _cursor.Missed(partition, at);
    }

    private WatermarkOffsets? RangeOf(TopicPartition partition)
    {
        try
        {
            return _consumer.QueryWatermarkOffsets(partition, _options.ConnectTimeout);
        }
        catch (KafkaException e)
        {
            _words.Hear(e.Error);
            return null;
        }
    }
}
