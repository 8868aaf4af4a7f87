using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>An operator in its place in the plan, with its counters.</summary>
internal sealed class OperatorNode(Operator @operator, string name, int index, string stateKey)
{
    private long _in;
    private long _out;
    private long _rejected;
    private long _deadLettered;
    private long _busyTicks;

    public Operator Operator { get; } = @operator;

    public string Name { get; } = name;

    public int Index { get; } = index;

    /// <summary>The <see cref="OperatorKey"/> under which its state is kept.</summary>
    public string StateKey { get; } = stateKey;

    public IStateful? State => Operator as IStateful;

    /// <summary>Counts what one call did to a batch.</summary>
    public void Count(in BatchTally before, in BatchTally after, long ticks)
    {
        Interlocked.Add(ref _in, before.Samples);
        Interlocked.Add(ref _out, after.Samples);
        Interlocked.Add(ref _rejected, after.Rejected - before.Rejected);
        Interlocked.Add(ref _deadLettered, after.DeadLettered - before.DeadLettered);
        Interlocked.Add(ref _busyTicks, ticks);
    }

    /// <summary>Counts what the pure part buried: those samples reach the operator, but not its serial part.</summary>
    public void CountPrepared(in BatchTally before, in BatchTally after, long ticks)
    {
        Interlocked.Add(ref _in, before.Samples - after.Samples);
        Interlocked.Add(ref _rejected, after.Rejected - before.Rejected);
        Interlocked.Add(ref _deadLettered, after.DeadLettered - before.DeadLettered);
        Interlocked.Add(ref _busyTicks, ticks);
    }

    public OperatorCounts Counts(TimeProvider time) => new(
        Name, Index, Interlocked.Read(ref _in), Interlocked.Read(ref _out), Interlocked.Read(ref _rejected), Interlocked.Read(ref _deadLettered),
        (long)(Interlocked.Read(ref _busyTicks) * 1000.0 / time.TimestampFrequency));
}

/// <summary>A batch's counts at one moment.</summary>
internal readonly record struct BatchTally(int Samples, int Rejected, int DeadLettered)
{
    public static BatchTally Of(SampleBatch batch) => new(batch.Samples.Count, batch.Rejected.Count, batch.DeadLetters.Count);
}
