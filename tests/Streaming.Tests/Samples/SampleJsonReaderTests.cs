using System.Text;
using Streaming.Samples;

namespace Streaming.Tests.Samples;

/// <summary>Dead letters that are read back are the samples that they were.</summary>
public sealed class SampleJsonReaderTests
{
    private static readonly Lineage Somewhere = new(new("s", "a"), 3, [], "run");

    private static readonly RowSchema Schema = new(
    [
        new("whole", ColumnType.Int64), new("large", new ScalarType(ScalarKind.UInt64)), new("figure", ColumnType.Float64), new("odd", ColumnType.Float64), new("flag", ColumnType.Bool), new("word", ColumnType.String),
        new("raw", ColumnType.Binary), new("tokens", new ListType(ColumnType.Int32)), new("vector", new ListType(new ScalarType(ScalarKind.Float32))), new("at", new TimestampType(TimeResolution.Microseconds, true)),
        new("pair", new StructType([new("a", ColumnType.String), new("b", new ListType(ColumnType.Float64))])), new("nothing", ColumnType.String),
        new("pairs", new MapType(ColumnType.String, ColumnType.Int64)), new("__dj__stats__", new StructType([new("ratio", ColumnType.Float64), new("len", ColumnType.Int64)])),
    ]);

    [Fact]
    public void Every_kind_of_column_comes_back_as_it_was()
    {
        var sample = new Sample
        {
            Id = "i",
            Text = "naïve <b>\n",
            Lineage = Somewhere,
            Images = [new(new byte[] { 1, 2, 3 }, "p.png"), new(null, "q.png")],
            Messages = [new("user", "hi"), new("assistant", "")],
            Meta = new(
                ["whole", "large", "figure", "odd", "flag", "word", "raw", "tokens", "vector", "at", "pair", "nothing"],
                [-5L, ulong.MaxValue, 4.0, double.NaN, true, "w", new byte[] { 0, 255 }, new[] { 1, 2 }, new[] { 0.1f, -3f }, 1_700_000_000_000_000L, new object?[] { "x", new object?[] { 1.0, null } }, null]),
        };
        sample.Stats["ratio"] = 1.0;
        sample.Stats["len"] = 7L;
        sample.Stats["other"] = new object?[] { 1L, 0.5 };
        var read = SampleJsonReader.Read(SampleJson.Encode(sample), Schema, Somewhere);
        Assert.Equal(SampleJson.Encode(sample), SampleJson.Encode(read));
        Assert.Equal(sample.Meta.Names.Select(n => sample.Meta[n]?.GetType()), sample.Meta.Names.Select(n => read.Meta[n]?.GetType()));
        Assert.Equal((typeof(double), typeof(long)), (read.Stats["ratio"]!.GetType(), read.Stats["len"]!.GetType()));
        Assert.Equal(0.1f, ((float[])read.Meta["vector"]!)[0]);
        Assert.Equal(sample.Images[0].Bytes!.Value.ToArray(), read.Images[0].Bytes!.Value.ToArray());
        Assert.Null(read.Images[1].Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":"i","unknown":1}""")]
    [InlineData("""{"id":"i","whole":"five"}""")]
    [InlineData("""{"id":"i","raw":"%"}""")]
    [InlineData("""{"id":"i","pairs":["[a, 1]"]}""")]
    [InlineData("""{"id":"i","images":[{"bytes":"%%","path":null}]}""")]
    [InlineData("""{"id":"i","pair":["x"]}""")]
    public void What_is_no_sample_of_the_columns_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => SampleJsonReader.Read(Encoding.UTF8.GetBytes(json), Schema, Somewhere));
}
