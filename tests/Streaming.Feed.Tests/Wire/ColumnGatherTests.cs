using Apache.Arrow;
using Streaming.Feed.Gathering;

namespace Streaming.Feed.Tests.Wire;

public sealed class ColumnGatherTests
{
    [Fact]
    public void Values_between_two_arrays_with_nulls_are_not_null()
    {
        using var gather = ColumnGather.Of(new Apache.Arrow.Types.Int64Type(), slices: false);
        gather.Append(new Int64Array.Builder().Append(1).AppendNull().Build().Data, [new(0, 1)]);
        gather.Append(new Int64Array.Builder().Append(2).Append(3).Build().Data, [new(0, 2)]);
        gather.Append(new Int64Array.Builder().AppendNull().Append(4).Build().Data, [new(0, 2)]);
        var layout = new ColumnLayout();
        gather.AddTo(layout);

        Assert.Equal((5, 1), layout.Arrays[0]);
        Assert.Equal(0b10111, layout.Buffers[0].Written[0]);
    }
}
