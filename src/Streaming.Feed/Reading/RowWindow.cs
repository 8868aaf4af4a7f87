using System.Runtime.InteropServices;
using Streaming.Feed.Gathering;

namespace Streaming.Feed.Reading;

/// <summary>Decoded rows that follow each other in the table.</summary>
/// <param name="start">The first one.</param>
/// <param name="batches">Where they lie, in order.</param>
internal sealed class RowWindow(long start, IReadOnlyList<SharedBatch> batches)
{
    /// <summary>The bytes that it keeps in memory.</summary>
    public long Bytes { get; } = batches.Sum(b => b.Bytes);

    /// <summary>Appends rows to columns, in this order.</summary>
    /// <param name="rows">Places in the window.</param>
    /// <param name="columns">A gatherer for each column of the feed.</param>
    public void Gather(ReadOnlySpan<int> rows, ColumnGather[] columns)
    {
        // Rows of one batch that come one after the other are copied column by column.
        var ranges = new List<RowRange>(rows.Length);
        SharedBatch? from = null;
        foreach (var place in rows)
        {
            var row = start + place;
            if (from is null || row < from.Start || row >= from.End)
            {
                Copy(from, ranges, columns);
                from = BatchOf(row);
            }

            ranges.Add(new((int)(row - from.Start), 1));
        }

        Copy(from, ranges, columns);
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        foreach (var batch in batches)
        {
            batch.Release();
        }
    }

    private SharedBatch BatchOf(long row)
    {
        var (low, high) = (0, batches.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = row < batches[middle].End ? (low, middle) : (middle + 1, high);
        }

        return batches[low];
    }

    private static void Copy(SharedBatch? from, List<RowRange> ranges, ColumnGather[] columns)
    {
        for (var c = 0; from is not null && ranges.Count > 0 && c < columns.Length; c++)
        {
            if (from.Column(c) is { } values)
            {
                columns[c].Append(values, CollectionsMarshal.AsSpan(ranges));
            }
            else
            {
                columns[c].AppendNulls(ranges.Count);
            }
        }

        ranges.Clear();
    }
}
