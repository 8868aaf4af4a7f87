using System.Buffers;

namespace Streaming.Operators;

/// <summary>An operator that remembers something between batches. What it remembers is part of the epoch's commit.</summary>
public interface IStateful
{
    /// <summary>Samples that came in and are neither emitted, rejected nor buried yet.</summary>
    long Held { get; }

    /// <summary>Called at each barrier, between two batches: writes what changed since the last one.</summary>
    void Save(IStateWriter state);

    /// <summary>Called once before the first batch, with what the newest commit recorded (nothing on a fresh table).</summary>
    void Restore(IStateReader state);
}

/// <summary>Takes an operator's state at a barrier.</summary>
public interface IStateWriter
{
    /// <summary>
    /// Bytes appended to the operator's log, which every worker of the pipeline shares (a deduplicator's new keys). Parts are joined end to end over time,
    /// so the content must be self-delimiting.
    /// </summary>
    IBufferWriter<byte> Log { get; }

    /// <summary>
    /// The whole state of one split (a packer's open documents of it); replaces what the last barrier recorded. A split for which nothing is written has no state.
    /// State belongs to splits, never to workers: whoever gets the split gets it.
    /// </summary>
    IBufferWriter<byte> Split(SplitId split);
}

/// <summary>Gives an operator its state back.</summary>
public interface IStateReader
{
    /// <summary>The parts of the log, in the order of their commits; each is read to its end and disposed by the caller.</summary>
    IEnumerable<Stream> OpenLog();

    /// <summary>The state of each split in hand that has one, ordered by split.</summary>
    IReadOnlyList<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> Splits { get; }
}
