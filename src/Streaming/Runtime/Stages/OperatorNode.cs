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
    private DeviceTally _device;
    private OperatorCounts _committed = new(name, index, 0, 0, 0, 0, 0);

    public Operator Operator { get; } = @operator;

    public string Name { get; } = name;

    public int Index { get; } = index;

    /// <summary>The <see cref="OperatorKey"/> under which its state is kept.</summary>
    public string StateKey { get; } = stateKey;

    /// <summary>The schema that it receives.</summary>
    public required RowSchema Input { get; init; }

    /// <summary>Keeps examples of what passes; null where nobody looks.</summary>
    public OperatorWatch? Watch { get; set; }

    public IStateful? State => Operator as IStateful;

    /// <summary>Counts what one call did to a batch.</summary>
    public void Count(in StepTally tally, long ticks)
    {
        Interlocked.Add(ref _in, tally.In);
        Interlocked.Add(ref _out, tally.Out);
        Interlocked.Add(ref _rejected, tally.Rejected);
        Interlocked.Add(ref _deadLettered, tally.DeadLettered);
        Interlocked.Add(ref _busyTicks, ticks);
    }

    /// <summary>Counts a call of the operator's device.</summary>
    public void Called(IReadOnlyList<DeviceItem> items, long ticks)
    {
        _device.Add(items, ((DeviceOperator)Operator).PaddedCostOf(items));
        Interlocked.Add(ref _busyTicks, ticks);
    }

    /// <summary>Notes what a committed epoch counted.</summary>
    public void Committed(OperatorCounts epoch) => _committed = new(
        Name, Index, _committed.In + epoch.In, _committed.Out + epoch.Out, _committed.Rejected + epoch.Rejected, _committed.DeadLettered + epoch.DeadLettered, 0);

    /// <summary>Goes on counting where <paramref name="before"/>, the same place in an earlier graph of the run, committed last.</summary>
    public void GoOnFrom(OperatorNode before)
    {
        _committed = before._committed;
        (_in, _out, _rejected, _deadLettered, _busyTicks) = (_committed.In, _committed.Out, _committed.Rejected, _committed.DeadLettered, before._busyTicks);
        _device = before._device;
        Watch = before.Watch;
    }

    public OperatorCounts Counts(TimeProvider time)
    {
        var busyMs = (long)(Interlocked.Read(ref _busyTicks) * 1000.0 / time.TimestampFrequency);
        return new(Name, Index, Interlocked.Read(ref _in), Interlocked.Read(ref _out), Interlocked.Read(ref _rejected), Interlocked.Read(ref _deadLettered), busyMs)
        {
            Device = Operator is DeviceOperator ? _device.Counts : null,
            Generations = (Operator as DeviceOperator)?.Generations is { } made ? new(made.Requests, made.InputTokens, made.OutputTokens, made.CacheHits, made.Cost) : null,
        };
    }
}
