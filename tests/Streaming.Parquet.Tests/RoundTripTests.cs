using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, ColumnType, object?[]> Values => new()
    {
        { "bool", ColumnType.Bool, [true, false, null] },
        { "int8", new ScalarType(ScalarKind.Int8), [-128L, 127L, null] },
        { "int16", new ScalarType(ScalarKind.Int16), [-32768L, 32767L, null] },
        { "int32", ColumnType.Int32, [int.MinValue + 0L, int.MaxValue + 0L, null] },
        { "int64", ColumnType.Int64, [long.MinValue, long.MaxValue, null] },
        { "float32", new ScalarType(ScalarKind.Float32), [1.5, double.NegativeInfinity, double.NaN, null] },
        { "float64", ColumnType.Float64, [double.MaxValue, double.Epsilon, -0.0, null] },
        { "string", ColumnType.String, ["", "ä 漢 😀 \u0000", null, new string('x', 100_000)] },
        { "binary", ColumnType.Binary, [Array.Empty<byte>(), new byte[] { 0, 255 }, null] },
        { "date", new ScalarType(ScalarKind.Date), [-1L, 0L, 20_000L, null] },
        { "decimal", new DecimalType(38, 10), [Int128.Parse("-99999999999999999999999999999999999999"), (Int128)1, null] },
        { "timestamp", new TimestampType(TimeResolution.Microseconds, true), [-1L, 1_700_000_000_000_000L, null] },
        { "ids", new ListType(ColumnType.Int32), [new[] { 1, 2, 3 }, Array.Empty<int>(), null] },
        { "embedding", new ListType(new ScalarType(ScalarKind.Float32)), [new[] { 0.5f, -1f }, Array.Empty<float>(), null] },
        { "ids with holes", new ListType(ColumnType.Int32), [new object?[] { 1L, null }, null] },
        { "strings", new ListType(ColumnType.String), [new object?[] { "a", null, "" }, Array.Empty<object?>(), null] },
        { "lists of lists", new ListType(new ListType(ColumnType.Int64)), [new object?[] { new object?[] { 1L }, null, Array.Empty<object?>() }, null] },
        { "struct", new StructType([new("a", ColumnType.Int64), new("b", new ListType(ColumnType.String))]), [new object?[] { 1L, new object?[] { "x" } }, new object?[] { null, null }, null] },
        { "map", new MapType(ColumnType.String, ColumnType.Float64), [new KeyValuePair<object, object?>[] { new("k", 1.0), new("l", null) }, Array.Empty<KeyValuePair<object, object?>>(), null] },
        { "structs in a list", new ListType(new StructType([new("m", new MapType(ColumnType.String, ColumnType.Bool))])), [new object?[] { new object?[] { new KeyValuePair<object, object?>[] { new("t", true) } }, null }, null] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Values_of_every_stored_type_come_back_as_they_were(string name, ColumnType type, object?[] values)
    {
        var read = await Through(new(name, type), values);

        Assert.Equal(values, read);
    }

    [Fact]
    public async Task Types_that_Delta_lacks_come_back_widened_without_loss()
    {
        Assert.Equal([255L], await Through(new("v", new ScalarType(ScalarKind.UInt8)), 255L));
        Assert.Equal([65535L], await Through(new("v", new ScalarType(ScalarKind.UInt16)), 65535L));
        Assert.Equal([4294967295L], await Through(new("v", new ScalarType(ScalarKind.UInt32)), 4294967295L));
        Assert.Equal([(Int128)ulong.MaxValue], await Through(new("v", new ScalarType(ScalarKind.UInt64)), ulong.MaxValue));
        Assert.Equal([0.5], await Through(new("v", new ScalarType(ScalarKind.Float16)), 0.5));
        Assert.Equal([-2_000_000L], await Through(new("v", new TimestampType(TimeResolution.Seconds, false)), -2L));
        Assert.Equal([-2L], await Through(new("v", new TimestampType(TimeResolution.Nanoseconds, true)), -1001L));
        Assert.Equal([86_399L], await Through(new("v", new TimeType(TimeResolution.Seconds)), 86_399L));
    }

    [Fact]
    public async Task Media_messages_and_stats_come_back_as_members()
    {
        var sample = Shards.Sample(0, "a <__dj__image> b");
        sample.Images = [new(new byte[] { 1, 2 }, null), new(null, "a.png")];
        sample.Messages = [new("user", "hi"), new("assistant", "ho")];
        sample.Stats["text_len"] = 15L;
        sample.Stats["ratios"] = new object?[] { 0.5, 2.0 };
        var schema = Shards.Schema(new Column(KnownColumns.Images, KnownColumns.MediaType), new Column(KnownColumns.Messages, KnownColumns.MessagesType))
            .WithStat("text_len", ColumnType.Int64).WithStat("ratios", new ListType(ColumnType.Float64)).WithStat("lang", ColumnType.String);
        await Shards.WriteAsync(_folder.File("a.parquet"), schema, [sample]);

        var read = Assert.Single(await Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet")));

        Assert.Equal([1, 2], read.Images[0].Bytes!.Value.ToArray());
        Assert.Null(read.Images[1].Bytes);
        Assert.Equal("a.png", read.Images[1].Path);
        Assert.Equal(sample.Messages, read.Messages);
        Assert.Equal(["text_len", "ratios"], read.Stats.Keys);
        Assert.Equal(new object?[] { 0.5, 2.0 }, read.Stats["ratios"]);
    }

    [Fact]
    public async Task An_earlier_tables_id_is_kept_and_its_lineage_is_replaced()
    {
        await Shards.WriteAsync(_folder.File("a.parquet"), RowSchema.Text, [Shards.Sample(7, "x")]);

        var read = Assert.Single(await Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet")));

        Assert.Equal("id-7", read.Id);
        Assert.Equal(new SplitId("in", "a.parquet"), read.Lineage.Split);
        Assert.Equal(0, read.Lineage.Position);
        Assert.Equal("run-2", read.Lineage.Run);
        Assert.Equal(0, read.Meta.Count);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<object?[]> Through(Column column, params object?[] values)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.parquet");
        await Shards.WriteAsync(file, Shards.Schema(column), [.. values.Select((v, i) => Shards.Sample(i, "t", (column.Name, v)))]);
        return [.. (await Shards.SamplesAsync(_folder.Path, Shards.Options(Path.GetFileName(file)))).Select(s => s.Meta[column.Name])];
    }
}
