namespace Streaming.Kafka.Reading;

/// <summary>What a source counts beside samples. Any thread.</summary>
internal sealed class SourceTally
{
    private readonly Lock _pauseLock = new();
    private long _tombstones;
    private long _lostRecords;
    private long _pauses;
    private TimeSpan _paused;
    private long? _pausedSince;
    private long _rebalances;

    /// <summary>For people and tools, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>
    {
        ["tombstones"] = Interlocked.Read(ref _tombstones),
        ["lost_records"] = Interlocked.Read(ref _lostRecords),
        ["pauses"] = Interlocked.Read(ref _pauses),
    };

    public long Rebalances => Interlocked.Read(ref _rebalances);

    /// <summary>For how long the partitions were paused in all; a pause that lasts counts as far as it has come.</summary>
    public TimeSpan Paused(TimeProvider time)
    {
        lock (_pauseLock)
        {
            return _paused + (_pausedSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
        }
    }

    /// <summary>A message without a value was skipped.</summary>
    public void SkippedTombstone() => Interlocked.Increment(ref _tombstones);

    /// <summary>Records that retention took before they were read.</summary>
    public void Lost(long records) => Interlocked.Add(ref _lostRecords, records);

    /// <summary>The group gave or took partitions.</summary>
    public void Rebalanced() => Interlocked.Increment(ref _rebalances);

    /// <summary>The partitions are paused from now on.</summary>
    public void PauseBegan(TimeProvider time)
    {
        lock (_pauseLock)
        {
            Interlocked.Increment(ref _pauses);
            _pausedSince = time.GetTimestamp();
        }
    }

    /// <summary>They are paused no more.</summary>
    public void PauseEnded(TimeProvider time)
    {
        lock (_pauseLock)
        {
            _paused += _pausedSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
            _pausedSince = null;
        }
    }
}
