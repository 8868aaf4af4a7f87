using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>Decides which source is read next. The order is decided once, here; every edge keeps it.</summary>
internal interface IIntakeOrder
{
    /// <summary>The next source and how many of its records at most; null at the end of the input.</summary>
    /// <param name="readers">The sources' readers.</param>
    /// <param name="room">What may be taken before a border. An order that gives several runs at once keeps to it.</param>
    /// <param name="until">Stops waiting.</param>
    ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, IntakeRoom room, CancellationToken until);

    /// <summary>Whether turns are short and go down the chains in groups.</summary>
    bool Gathers => false;

    /// <summary>What the epoch's commit says of a mix; null where nothing is mixed.</summary>
    MixRecord? Record => null;

    /// <summary>Notes what was taken.</summary>
    void Took(int source, TakenBatch batch);

    /// <summary>Begins a new epoch. Orders start afresh with each, so that a restart at a border goes on as if nothing had happened.</summary>
    /// <param name="again">Whether the one before it stayed empty, so that no commit says what began with it.</param>
    void BeginEpoch(bool again);

    /// <summary>The limits of the epoch that begins; null when no further epoch is wanted.</summary>
    EpochLimits? Limits { get; }
}

/// <summary>Whose turn it is: runs of what lies at the heads of the sources.</summary>
internal readonly record struct Turn(IReadOnlyList<TurnRun> Runs)
{
    /// <summary>At most so many records of one source.</summary>
    public Turn(int source, long maxRecords) : this([new(source, maxRecords, null)])
    {
    }
}

/// <summary>Consecutive records of one source.</summary>
/// <param name="Source">The source.</param>
/// <param name="Records">How many records.</param>
/// <param name="To">The position after them; null: the intake finds it.</param>
internal readonly record struct TurnRun(int Source, long Records, long? To);

/// <summary>What may be taken in before a border.</summary>
/// <param name="Records">Records: samples and dead letters.</param>
/// <param name="Bytes">Bytes of samples; the record that reaches them still belongs to it.</param>
internal readonly record struct IntakeRoom(long Records, long Bytes)
{
    /// <summary>Whether there is any.</summary>
    public bool IsLeft => Records > 0 && Bytes > 0;

    /// <summary>What is left after so much.</summary>
    public IntakeRoom After(long records, long bytes) => new(Records - records, Bytes - bytes);

    /// <summary>What both allow.</summary>
    public IntakeRoom And(IntakeRoom other) => new(Math.Min(Records, other.Records), Math.Min(Bytes, other.Bytes));
}

/// <summary>When the epoch ends: records and bytes of samples, and time for unbounded sources.</summary>
internal sealed record EpochLimits(long Records, long Bytes, TimeSpan? Every)
{
    /// <summary>Whether the epoch is worth nothing before its end: then a drain abandons it.</summary>
    public bool IsWholeInput { get; init; }

    /// <summary>Whether samples and dead letters are counted, and not the records that a source passed over.</summary>
    public bool CountsEvents { get; init; }
}
