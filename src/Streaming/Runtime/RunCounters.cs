using System.Collections.Concurrent;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>What a run counted beside its operators.</summary>
/// <param name="startedAt">The clock's timestamp at the start.</param>
internal sealed class RunCounters(long startedAt)
{
    private long _in;
    private long _bytesIn;
    private long _out;
    private long _rejected;
    private long _deadLettered;
    private long _copies;
    private long _epochs;
    private long _version = -1;
    private string? _lastDeadLetter;

    // When each epoch that is open or waits for its commit took its first record.
    private readonly ConcurrentQueue<long> _opened = new();
    private long _lastCommitTicks;
    private long _longestCommitTicks;

    // What is committed: an epoch that is abandoned is read again, and must not count twice.
    private SampleCounts _committed = new(0, 0, 0, 0, 0, 0);
    private long _committedCopies;

    public long StartedAt { get; } = startedAt;

    /// <summary>What operators warned of.</summary>
    public RunWarnings Warnings { get; } = new();

    public long In => Interlocked.Read(ref _in);

    public long BytesIn => Interlocked.Read(ref _bytesIn);

    public long Out => Interlocked.Read(ref _out);

    public long Rejected => Interlocked.Read(ref _rejected);

    public long DeadLettered => Interlocked.Read(ref _deadLettered);

    /// <summary>Samples that tees copied.</summary>
    public long Copies => Interlocked.Read(ref _copies);

    public long Epochs => Interlocked.Read(ref _epochs);

    public long Version => Interlocked.Read(ref _version);

    public string? LastDeadLetter => Volatile.Read(ref _lastDeadLetter);

    public void Took(SourceBatch batch)
    {
        Interlocked.Add(ref _in, batch.Batch.Samples.Count + batch.Batch.DeadLetters.Count);
        Interlocked.Add(ref _bytesIn, batch.StoredBytes);
    }

    public void Copied(int samples) => Interlocked.Add(ref _copies, samples);

    /// <summary>Counts a batch that reached an end of the graph.</summary>
    public void Arrived(SampleBatch batch)
    {
        Interlocked.Add(ref _out, batch.Samples.Count);
        Interlocked.Add(ref _rejected, batch.Rejected.Count);
        Interlocked.Add(ref _deadLettered, batch.DeadLetters.Count);
        if (batch.DeadLetters.Count > 0)
        {
            var letter = batch.DeadLetters[^1];
            Volatile.Write(ref _lastDeadLetter, $"{letter.Operator}: {letter.Error}");
        }
    }

    /// <summary>When the oldest record that is not committed yet was taken in; null where there is none.</summary>
    public long? OldestOpened => _opened.TryPeek(out var timestamp) ? timestamp : null;

    /// <summary>How long the newest commit took.</summary>
    public TimeSpan LastCommit => TimeSpan.FromTicks(Interlocked.Read(ref _lastCommitTicks));

    /// <summary>How long the slowest commit took.</summary>
    public TimeSpan LongestCommit => TimeSpan.FromTicks(Interlocked.Read(ref _longestCommitTicks));

    /// <summary>Notes that an epoch took its first record.</summary>
    public void EpochOpened(long timestamp) => _opened.Enqueue(timestamp);

    /// <summary>Notes that an epoch with records came to its end, committed or found empty.</summary>
    public void EpochDone() => _opened.TryDequeue(out _);

    /// <summary>Notes how long a commit took. Commits come one at a time.</summary>
    public void CommitTook(TimeSpan time)
    {
        Interlocked.Exchange(ref _lastCommitTicks, time.Ticks);
        Interlocked.Exchange(ref _longestCommitTicks, Math.Max(_longestCommitTicks, time.Ticks));
    }

    /// <summary>Bytes and number of shards, and by how much what operators hold grew, in earlier graphs of the run.</summary>
    public (long BytesOut, long Shards, long Held) Before { get; set; }

    /// <summary>Notes a committed epoch with the copies that its tees made.</summary>
    public void Committed(long version, SampleCounts epoch, long copies)
    {
        Interlocked.Increment(ref _epochs);
        Interlocked.Exchange(ref _version, version);
        _committed = _committed with
        {
            In = _committed.In + epoch.In,
            Out = _committed.Out + epoch.Out,
            Rejected = _committed.Rejected + epoch.Rejected,
            DeadLettered = _committed.DeadLettered + epoch.DeadLettered,
        };
        _committedCopies += copies;
    }

    /// <summary>Forgets what was counted of an epoch that was not committed. Only between two graphs.</summary>
    public void Settle()
    {
        (_in, _out, _rejected, _deadLettered) = (_committed.In, _committed.Out, _committed.Rejected, _committed.DeadLettered);
        _copies = _committedCopies;
        _opened.Clear();
    }

    /// <summary>Notes the version at which the run starts.</summary>
    public void StartAt(long version) => Interlocked.Exchange(ref _version, version);
}
