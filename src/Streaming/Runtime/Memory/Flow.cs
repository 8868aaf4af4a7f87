using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>What passes on an edge: a batch or a barrier. The intake numbers them; every edge keeps their order.</summary>
/// <param name="sequence">The place in the run's order, decided at the intake. What operators emit at the end of the input carries the last barrier's.</param>
internal abstract class Flow(long sequence)
{
    public long Sequence { get; } = sequence;

    /// <summary>The ranges that its epoch has; null: operators keep their own.</summary>
    public EpochThresholds? Thresholds { get; init; }
}

/// <summary>A batch with its lease.</summary>
internal sealed class BatchFlow(long sequence, SampleBatch batch, Lease? lease) : Flow(sequence)
{
    public SampleBatch Batch { get; } = batch;

    public Lease? Lease { get; } = lease;

    /// <summary>What operators did to it, in the order in which they did; summed up per epoch where the batch ends.</summary>
    public List<StepTally> Tallies { get; } = [];

    /// <summary>Whether an operator emitted it at the end of the input, so that it has no counterpart in other branches.</summary>
    public bool IsRemainder { get; init; }
}

/// <summary>
/// Closes the windows that device stages gather, where lines come together again. Who brings lines together takes them in the intake's order: it may wait for a batch that lies in an open window, while the batches
/// that would fill the window wait for room elsewhere. So the intake sends a mark down every line each <see cref="Every"/> records, and whatever comes between two marks finds room.
/// </summary>
internal sealed class WindowMark(long sequence) : Flow(sequence)
{
    /// <summary>Records between two marks. Counted in records, so that windows are the same on every run.</summary>
    public const int Every = 4096;

    /// <summary>Flows that an input of a merge or join must be able to hold: a batch has at least one record.</summary>
    public const int Room = Every + 2;
}

/// <summary>Separates the samples of one epoch from those of the next.</summary>
/// <param name="sequence">Its place in the order.</param>
/// <param name="intake">What was taken in since the last barrier.</param>
/// <param name="arrivals">How many ends of the graph it must reach.</param>
internal sealed class Barrier(long sequence, IntakeInterval intake, int arrivals) : Flow(sequence)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, StateSnapshot> _states = [];
    private readonly SortedDictionary<int, IReadOnlyList<ClosedFile>> _files = [];
    private readonly EpochTally _tally = new();
    private long _held;
    private int _missing = arrivals;

    public IntakeInterval Intake { get; } = intake;

    /// <summary>When it had reached every end.</summary>
    public DateTimeOffset ArrivedAt { get; set; }

    /// <summary>Takes an operator's state, keyed by its place in the plan, and how many samples it holds.</summary>
    public void Add(int operatorIndex, StateSnapshot state, long held)
    {
        lock (_lock)
        {
            _states.Add(operatorIndex, state);
            _held += held;
        }
    }

    /// <summary>Takes what an end of the graph counted in the epoch.</summary>
    public void Add(EpochTally tally)
    {
        lock (_lock)
        {
            _tally.Add(tally);
        }
    }

    /// <summary>Takes an output's closed files; several ends of the graph may write one output.</summary>
    public void Add(int outputIndex, IReadOnlyList<ClosedFile> files)
    {
        lock (_lock)
        {
            _files[outputIndex] = _files.TryGetValue(outputIndex, out var before) ? [.. before, .. files] : files;
        }
    }

    /// <summary>Notes that an end of the graph was reached; true for the last one.</summary>
    public bool Arrive() => Interlocked.Decrement(ref _missing) == 0;

    /// <summary>What all ends counted.</summary>
    public EpochTally Tally => _tally;

    /// <summary>Samples that operators hold at this barrier.</summary>
    public long Held => _held;

    /// <summary>The operators' states, in plan order.</summary>
    public IReadOnlyList<StateSnapshot> States => [.. _states.Values];

    /// <summary>The closed files of output 0 … <paramref name="outputs"/> - 1.</summary>
    public IReadOnlyList<IReadOnlyList<ClosedFile>> Files(int outputs) =>
        [.. Enumerable.Range(0, outputs).Select(i => _files.GetValueOrDefault(i, []))];
}
