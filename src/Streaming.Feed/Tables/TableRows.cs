using System.Collections.Immutable;

namespace Streaming.Feed.Tables;

/// <summary>A table's rows as one line, epoch after epoch, as they were committed; and where they lie now. Does not change.</summary>
/// <param name="Id">The table's id.</param>
/// <param name="Version">The version of the log.</param>
/// <param name="NewestEpoch">The newest committed epoch, with rows or without; -1 where there is none.</param>
/// <param name="Epochs">Its epochs that have rows, oldest first.</param>
/// <param name="Files">Its files as they lie now, in the order of their rows.</param>
internal sealed record TableRows(string Id, long Version, long NewestEpoch, ImmutableArray<FeedEpoch> Epochs, ImmutableArray<LiveFile> Files)
{
    /// <summary>How many rows there are.</summary>
    public long Count => Epochs.IsEmpty ? 0 : Epochs[^1].End;

    /// <summary>The place in <see cref="Epochs"/> of the epoch that a row is of; behind the last row, behind the last epoch.</summary>
    public int EpochAt(long row) => Place(Epochs.Length, i => Epochs[i].End, row);

    /// <summary>The place in <see cref="Epochs"/> of the first epoch of this number or a higher one.</summary>
    public int FirstFrom(long number) => Place(Epochs.Length, i => Epochs[i].Number, number - 1);

    /// <summary>The place in <see cref="Files"/> of the file that holds a row.</summary>
    public int FileAt(long row) => Place(Files.Length, i => Files[i].End, row);

    // The first place whose figure is beyond the value; figures grow.
    private static int Place(int count, Func<int, long> figure, long value)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = figure(middle) > value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

/// <summary>An epoch's rows.</summary>
/// <param name="Number">The epoch.</param>
/// <param name="Mark">Tells it from an epoch of the same number in another table; 0 or more.</param>
/// <param name="Start">Its first row, counted from the table's first one.</param>
/// <param name="End">The row behind its last one.</param>
internal readonly record struct FeedEpoch(long Number, long Mark, long Start, long End);

/// <summary>A file of the newest version.</summary>
/// <param name="Path">Relative to the table.</param>
/// <param name="Start">Its first row, counted from the table's first one.</param>
/// <param name="End">The row behind its last one.</param>
internal readonly record struct LiveFile(string Path, long Start, long End);
