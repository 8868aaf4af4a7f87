using Apache.Arrow;

namespace Streaming.Feed.Reading;

/// <summary>A record batch of a file that several windows lie in; its memory is given back with the last of them.</summary>
/// <param name="batch">The batch.</param>
/// <param name="start">The number of its first row, counted from the table's first one.</param>
/// <param name="columns">The place in the batch of each column of the feed; -1 where the file lacks it.</param>
internal sealed class SharedBatch(RecordBatch batch, long start, int[] columns)
{
    private int _users = 1;

    /// <summary>Its first row.</summary>
    public long Start { get; } = start;

    /// <summary>The row behind its last one.</summary>
    public long End { get; } = start + batch.Length;

    /// <summary>The bytes of its buffers.</summary>
    public long Bytes { get; } = batch.Arrays.Sum(a => BytesOf(a.Data));

    /// <summary>A column's values; null where the file lacks it.</summary>
    public ArrayData? Column(int index) => columns[index] < 0 ? null : batch.Column(columns[index]).Data;

    /// <summary>One more user.</summary>
    public SharedBatch Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>One user less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            batch.Dispose();
        }
    }

    private static long BytesOf(ArrayData array) => array.Buffers.Sum(b => (long)b.Length) + (array.Children?.Sum(BytesOf) ?? 0);
}
