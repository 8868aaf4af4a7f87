using System.Collections.Immutable;

namespace Streaming.Samples;

/// <summary>For each split the position of the next record to read (an offset, a row number, a record number); 0 where it was never read.</summary>
public sealed record SplitPositions(ImmutableSortedDictionary<SplitId, long> Next)
{
    /// <summary>The position of a split that is not to be read on: past every record, and exact as a double for readers of JSON.</summary>
    public const long Past = 1L << 52;

    /// <summary>No split was read yet.</summary>
    public static SplitPositions Empty { get; } = new(ImmutableSortedDictionary<SplitId, long>.Empty);

    /// <summary>The next position of a split.</summary>
    public long this[SplitId split] => Next.GetValueOrDefault(split);

    /// <summary>The positions of some of the splits.</summary>
    public SplitPositions Where(Func<SplitId, bool> isWanted) => new(Next.RemoveRange(Next.Keys.Where(split => !isWanted(split))));

    /// <summary>These positions with <paramref name="split"/> moved to <paramref name="to"/>.</summary>
    public SplitPositions Advance(SplitId split, long to) => new(Next.SetItem(split, to));
}
