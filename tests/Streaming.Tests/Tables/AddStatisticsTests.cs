using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class AddStatisticsTests
{
    private const long SecondMicros = 1_000_000;

    [Fact]
    public void Statistics_mirror_the_schema()
    {
        var schema = new RowSchema([new("id", ColumnType.String), new("s", new StructType([new("n", ColumnType.Int64), new("x", ColumnType.Float64)])), new("l", new ListType(ColumnType.Int64)), new("d", new ScalarType(ScalarKind.Date))]);
        var summary = new ShardSummary(5, new Dictionary<string, ColumnStatistics>
        {
            ["id"] = new(1, "a", "z"),
            ["s.n"] = new(0, -3L, 9L),
            ["s.x"] = new(2, 0.5, double.PositiveInfinity),
            ["l"] = new(4, null, null),
            ["l.list.element"] = new(0, 1L, 2L),
            ["d"] = new(0, 0L, 19_000L),
        });
        Assert.Equal(
            """{"numRecords":5,"minValues":{"id":"a","s":{"n":-3,"x":0.5},"d":"1970-01-01"},"maxValues":{"id":"z","s":{"n":9},"d":"2022-01-08"},"nullCount":{"id":1,"s":{"n":0,"x":2},"l":4,"d":0}}""",
            AddStatistics.ToJson(summary, schema));
    }

    [Theory]
    [InlineData(SecondMicros + 1, "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:01.001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z")]
    [InlineData(2000, "1970-01-01T00:00:00.002Z", "1970-01-01T00:00:00.002Z")]
    public void Timestamps_are_rounded_outwards(long micros, string min, string max)
    {
        var stats = Of(new TimestampType(TimeResolution.Microseconds, true), micros, micros);
        Assert.Equal((min, max), (stats["minValues"]!["c"]!.GetValue<string>(), stats["maxValues"]!["c"]!.GetValue<string>()));
    }

    [Property]
    public void Bounds_of_text_hold_and_are_short(NonNull<string> any)
    {
        var text = string.Concat(any.Get.EnumerateRunes()) + any.Get.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + new string('z', any.Get.Length * 3);
        var stats = Of(ColumnType.String, text, text);
        var (min, max) = (stats["minValues"]!["c"]!.GetValue<string>(), stats["maxValues"]!["c"]!.GetValue<string>());
        Assert.True(Encoding.UTF8.GetBytes(min).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(text)) <= 0);
        Assert.True(Encoding.UTF8.GetBytes(max).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(text)) >= 0);
        Assert.InRange(min.EnumerateRunes().Count(), 0, 32);
        Assert.InRange(max.EnumerateRunes().Count(), 0, 32);
    }

    [Fact]
    public void An_upper_bound_carries_over_code_points_that_have_no_next()
    {
        var top = string.Concat(Enumerable.Repeat("\U0010FFFF", 31));
        Assert.Equal("b", Of(ColumnType.String, "a", "a" + top + "x")["maxValues"]!["c"]!.GetValue<string>());
        Assert.Equal(new string('x', 31) + "\uE000", Of(ColumnType.String, "a", new string('x', 31) + "\uD7FFx")["maxValues"]!["c"]!.GetValue<string>());
        Assert.Null(Of(ColumnType.String, "a", top + "\U0010FFFFx")["maxValues"]!["c"]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_json_cannot_say_are_left_out(double value) => Assert.Null(Of(ColumnType.Float64, value, value)["minValues"]!["c"]);

    // Attributes cannot hold a lone surrogate: they are stored as UTF-8.
    [Fact]
    public void Text_that_json_cannot_say_is_left_out() => Assert.Null(Of(ColumnType.String, "\uD800", "\uD800")["minValues"]!["c"]);

    [Fact]
    public void A_name_with_a_dot_gets_no_statistics()
    {
        var schema = new RowSchema([new("a.b", ColumnType.Int64), new("a", new StructType([new("b", ColumnType.Int64)]))]);
        var stats = JsonNode.Parse(AddStatistics.ToJson(new(1, new Dictionary<string, ColumnStatistics> { ["a.b"] = new(0, 1L, 1L) }), schema))!;
        Assert.Null(stats["minValues"]!["a.b"]);
    }

    [Theory]
    [InlineData("""{"numRecords":12,"minValues":{}}""", 12L)]
    [InlineData("""{"minValues":{}}""", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void Rows_are_read_where_they_are_told(string? stats, long? rows) => Assert.Equal(rows, AddStatistics.Rows(stats));

    private static JsonNode Of(ColumnType type, object min, object max) =>
        JsonNode.Parse(AddStatistics.ToJson(new(1, new Dictionary<string, ColumnStatistics> { ["c"] = new(0, min, max) }), new([new("c", type)])))!;
}
