using System.Collections.Concurrent;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>What a run counted beside its operators.</summary>
internal sealed class RunCounters
{
    private long _in;
    private long _bytesIn;
    private long _recordsIn;
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

    public long In => Interlocked.Read(ref _in);

    public long RecordsIn => Interlocked.Read(ref _recordsIn);

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
        Interlocked.Add(ref _recordsIn, batch.Records);
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

    public void Committed(long version)
    {
        Interlocked.Increment(ref _epochs);
        Interlocked.Exchange(ref _version, version);
    }

    /// <summary>Notes the version at which the run starts.</summary>
    public void StartAt(long version) => Interlocked.Exchange(ref _version, version);
}
