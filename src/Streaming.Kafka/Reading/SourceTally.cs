namespace Streaming.Kafka.Reading;

/// <summary>What a source counts beside samples. Any thread.</summary>
internal sealed class SourceTally
{
    private long _tombstones;
    private long _lostRecords;
    private long _pauses;
    private long _pausedMs;
    private long _rebalances;

    /// <summary>For people and tools, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>
    {
        ["tombstones"] = Interlocked.Read(ref _tombstones),
        ["lost_records"] = Interlocked.Read(ref _lostRecords),
        ["pauses"] = Interlocked.Read(ref _pauses),
    };

    public long Rebalances => Interlocked.Read(ref _rebalances);

    public long PausedMs => Interlocked.Read(ref _pausedMs);

    /// <summary>A message without a value was skipped.</summary>
    public void SkippedTombstone() => Interlocked.Increment(ref _tombstones);

    /// <summary>Records that retention took before they were read.</summary>
    public void Lost(long records) => Interlocked.Add(ref _lostRecords, records);

    /// <summary>The group gave or took partitions.</summary>
    public void Rebalanced() => Interlocked.Increment(ref _rebalances);

    /// <summary>The partitions were paused for so long.</summary>
    public void PausedFor(TimeSpan time)
    {
        Interlocked.Increment(ref _pauses);
        Interlocked.Add(ref _pausedMs, (long)time.TotalMilliseconds);
    }
}
