using Streaming.Parquet.Writing;

namespace Streaming.Parquet.Tests;

public sealed class GrowingBufferTests
{
    [Fact]
    public void What_was_appended_is_kept_while_it_grows_beyond_what_is_pooled()
    {
        using var buffer = new GrowingBuffer();
        for (var i = 0; i < 1_000_000; i++)
        {
            buffer.Append(i);
        }

        var all = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(buffer.Bytes);
        Assert.Equal(1_000_000, all.Length);
        Assert.Equal(999_999, all[^1]);
        Assert.Equal(0, all[0]);
    }

    [Fact]
    public void One_huge_value_is_not_paid_for_by_all_row_groups_after_it()
    {
        using var buffer = new GrowingBuffer();
        buffer.Append(new byte[20_000_000]);
        buffer.Clear();
        Assert.True(buffer.Capacity >= 20_000_000, "The next row group may need it.");

        buffer.Append(new byte[1_000]);
        buffer.Clear();
        Assert.Equal(0, buffer.Capacity);
    }
}
