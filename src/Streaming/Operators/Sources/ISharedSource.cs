namespace Streaming.Operators;

/// <summary>A source whose splits several workers share: they come and go while a worker runs (a consumer group gives and takes topic partitions).</summary>
/// <remarks>
/// The run takes a hand, asks where to start, reads, and releases it. While a hand is taken it does not change: whoever changes it cancels
/// <see cref="SplitHand.Ending"/> and waits for the release, so that the epoch in between is committed, or abandoned whole. Safety does not depend on anyone's
/// patience: a worker that goes on with a split that it lost is fenced by the table's log.
/// </remarks>
public interface ISharedSource
{
    /// <summary>Waits until it is known which splits this worker holds, and takes them.</summary>
    ValueTask<SplitHand> TakeAsync(CancellationToken abort);

    /// <summary>The position of every split in hand from which <see cref="Source.ReadAsync"/> will be asked to read.</summary>
    ValueTask<SplitPositions> StartAsync(HandStart start, CancellationToken abort);

    /// <summary>Notes positions that the table now holds. For tools that show lag; the table is the truth.</summary>
    void Committed(IReadOnlyDictionary<SplitId, long> positions);

    /// <summary>Gives the hand back: its last epoch is committed or abandoned.</summary>
    void Release();
}

/// <summary>The splits that a worker holds.</summary>
/// <param name="Splits">The splits; may be none.</param>
/// <param name="Ending">Cancelled when the hand is about to change: close the epoch, commit it, release.</param>
/// <param name="Lost">Cancelled when the hand is gone already, or its release takes too long: abandon the epoch.</param>
public sealed record SplitHand(IReadOnlySet<SplitId> Splits, CancellationToken Ending, CancellationToken Lost);

/// <summary>What decides where the splits of a hand start.</summary>
/// <param name="Recorded">The table's positions; a split that is missing was never read.</param>
/// <param name="TableMade">When the table was made: the same moment for every worker and every start.</param>
/// <param name="StopAtEnd">Whether reading ends with what is there now.</param>
public sealed record HandStart(SplitPositions Recorded, DateTimeOffset TableMade, bool StopAtEnd);
