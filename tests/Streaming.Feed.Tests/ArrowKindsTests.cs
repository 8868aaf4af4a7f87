using Apache.Arrow;
using Apache.Arrow.Types;
using Streaming.Feed.Gathering;

namespace Streaming.Feed.Tests;

public sealed class ArrowKindsTests
{
    [Fact]
    public void Elements_names_and_nullability_do_not_count_and_everything_else_does()
    {
        Assert.True(ArrowKinds.AreSame(ListOf("item", Int32Type.Default, true), ListOf("element", Int32Type.Default, false)));
        Assert.False(ArrowKinds.AreSame(ListOf("item", Int32Type.Default, true), ListOf("item", Int64Type.Default, true)));
        Assert.False(ArrowKinds.AreSame(StringType.Default, LargeStringType.Default));
        Assert.False(ArrowKinds.AreSame(new TimestampType(TimeUnit.Second, "UTC"), new TimestampType(TimeUnit.Microsecond, "UTC")));
        Assert.False(ArrowKinds.AreSame(new StructType([new Field("a", StringType.Default, true)]), new StructType([new Field("b", StringType.Default, true)])));
        Assert.False(ArrowKinds.AreSame(new FixedSizeListType(Int32Type.Default, 2), new FixedSizeListType(Int32Type.Default, 3)));
    }

    private static ListType ListOf(string name, IArrowType type, bool nullable) => new(new Field(name, type, nullable));
}
