using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Streaming.Kafka.Reading.Group;
using Streaming.Kafka.Reading.Values;

namespace Streaming.Kafka.Reading;

/// <summary>
/// Reads topics of Kafka, for ever or to what is there now (<c>run --stop-at end</c>). Workers of one group share the partitions; each partition is a split,
/// its positions are offsets, and the table alone says where to go on.
/// </summary>
/// <remarks>
/// Messages without a value (tombstones) are skipped and counted; records that are gone before they were read are skipped only where <c>on_data_loss</c> says so, and then
/// a dead letter keeps their range. What cannot be read becomes a dead letter with topic, partition, offset and the value's bytes.
/// With <c>value: arrow</c> or <c>parquet</c> a message is a table of many samples, which share its position: an epoch has all of them or none. <c>epoch.samples</c> counts messages
/// there, so bound epochs of large messages by <c>epoch.bytes</c>.
/// Offsets are committed to the group after each epoch, for tools that show lag.
/// </remarks>
[Operator("kafka", Example = "{ bootstrap_servers: \"127.0.0.1:9092\", topics: [pages], group_id: web, columns: { text: body, url: page.url } }")]
internal sealed class KafkaSource(KafkaSourceOptions options) : Source, ISharedSource, ISourceGauges
{
    private readonly SourceTally _tally = new();
    private readonly AssignedHand _hand = new();
    private readonly BrokerWords _words = new();
    private SourceContext? _context;
    private SampleMaker? _maker;
    private GroupConsumer? _consumer;
    private IReadOnlyDictionary<TopicPartition, PartitionRange> _range = new Dictionary<TopicPartition, PartitionRange>();
    private IReadOnlySet<TopicPartition> _taken = new HashSet<TopicPartition>();
    private PartitionReading? _reading;
    private bool _isJoined;
    private bool _stopsAtEnd;

    /// <inheritdoc/>
    public override bool IsBounded => false;

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _maker = new(options, context, _tally);
        _consumer = new(options, context, _tally, _hand, _words);
        await Task.Run(() => CheckAsync(new(_consumer.Client.Handle, options, _words, context.Time), abort), abort);
        return _maker.Schema;
    }

    /// <inheritdoc/>
    public async ValueTask<SplitHand> TakeAsync(CancellationToken abort)
    {
        if (!_isJoined)
        {
            _isJoined = true;
            HoldMemory();
            _consumer!.Start();
        }

        var (partitions, ending, lost) = await _hand.TakeAsync(_context!.Time, abort);
        _taken = partitions;
        return new(partitions.Select(p => TopicSplit.Of(_context.Name, p)).ToHashSet(), ending, lost);
    }

    /// <inheritdoc/>
    public async ValueTask<SplitPositions> StartAsync(HandStart start, CancellationToken abort)
    {
        _stopsAtEnd = start.StopAtEnd;
        var finder = new StartPositions(_consumer!.Client, options, _context!.Name, _context.Time);
        var range = await Task.Run(() => finder.Find(_taken, start, abort), abort);
        _range = range;
        _hand.Start(range.ToDictionary(r => r.Key, r => r.Value.Start));
        return range.Aggregate(SplitPositions.Empty, (p, r) => p.Advance(TopicSplit.Of(_context.Name, r.Key), r.Value.Loss?.From ?? r.Value.Start));
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        foreach (var (partition, range) in _range.Where(r => r.Value.Loss is not null))
        {
            yield return _maker!.Bury(TopicSplit.Of(_context!.Name, partition), range.Loss!);
        }

        var next = new System.Collections.Concurrent.ConcurrentDictionary<TopicPartition, long>(_taken.Select(p => KeyValuePair.Create(p, _range[p].Loss?.To ?? from[TopicSplit.Of(_context!.Name, p)])));
        var reading = new PartitionReading(next, _stopsAtEnd ? _range.ToDictionary(r => r.Key, r => r.Value.End) : null);
        _reading = reading;
        _consumer!.Read(reading);
        try
        {
            await foreach (var block in reading.ReadAsync(abort))
            {
                foreach (var batch in _maker!.Make(block))
                {
                    yield return batch;
                }
            }
        }
        finally
        {
            reading.End();
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, [EnumeratorCancellation] CancellationToken abort)
    {
        using var recorded = new RecordedRecords(options, _context!, _words);
        await Task.Run(() => recorded.Check(_consumer!.Client, from, runs), abort);
        HoldMemory();
        foreach (var block in recorded.Read(from, runs, abort))
        {
            foreach (var batch in _maker!.Make(block))
            {
                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    public void Committed(IReadOnlyDictionary<SplitId, long> positions)
    {
        foreach (var (split, position) in positions)
        {
            try
            {
                _consumer!.Client.StoreOffset(new TopicPartitionOffset(TopicSplit.PartitionOf(split), position));
            }
            catch (KafkaException)
            {
                // Not ours any more: its next owner tells the group.
            }
        }
    }

    /// <inheritdoc/>
    public SourceGauges ReadGauges() => new()
    {
        Lag = _reading is { } reading ? reading.Next.ToDictionary(n => TopicSplit.Of(_context!.Name, n.Key), n => LagOf(n.Key, n.Value)) : new Dictionary<SplitId, long>(),
        Counts = _tally.Counts,
        Rebalances = _tally.Rebalances,
        Paused = _tally.Paused(_context?.Time ?? TimeProvider.System),
    };

    /// <inheritdoc/>
    public void Release() => _hand.Release();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _hand.Close(null);
        if (_consumer is { } consumer)
        {
            await Task.Run(consumer.Dispose);
        }

        _hand.Dispose();
        await base.DisposeAsync();
    }

    private async Task CheckAsync(TopicCheck check, CancellationToken abort)
    {
        try
        {
            check.Reach(abort);
            foreach (var name in options.Topics.Where(t => !t.StartsWith('^')))
            {
                await check.RequireAsync(name, TimeSpan.Zero, abort);
            }
        }
        catch (KafkaException fault)
        {
            throw options.Unreachable(fault, _words.Last);
        }
    }

    // What the client fetches ahead, and one message of many samples while it is unfolded.
    private void HoldMemory()
    {
        var decoding = _maker!.HasTables ? Math.Min(options.MaxDecodedSize.Bytes, _context!.Memory.Limit / 8) : 0;
        _context!.Memory.Hold((ConsumerFactory.FetchAhead(_context) * 3 / 2) + decoding);
    }

    // As the client heard it last; it does not ask.
    private long LagOf(TopicPartition partition, long next) => Math.Max(0, (_consumer!.Client.GetWatermarkOffsets(partition)?.High.Value ?? 0) - next);
}
