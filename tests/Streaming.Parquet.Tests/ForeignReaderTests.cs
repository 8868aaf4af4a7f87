using System.Globalization;
using DuckDB.NET.Data;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Parquet.Tests;

/// <summary>Readers that are not ours open the shards and see the same values; files that are not ours are read as they are meant.</summary>
public sealed class ForeignReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task DuckDB_reads_every_column_of_a_shard()
    {
        await Write();

        Assert.Equal("3|id-0|id-2", Duck("SELECT count(*) || '|' || min(id) || '|' || max(id) FROM t"));
        Assert.Equal("ä 漢 😀", Duck("SELECT text FROM t WHERE id = 'id-1'"));
        Assert.Equal("[1, 2, 3]", Duck("SELECT ids::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("2", Duck("SELECT count(*) FROM t WHERE ids IS NULL OR len(ids) = 0"));
        Assert.Equal("{k=1.5, l=NULL}", Duck("SELECT m::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("18446744073709551615", Duck("SELECT big::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("-0.05", Duck("SELECT price::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("2026-01-02 03:04:05+00", Duck("SET TimeZone = 'UTC'; SELECT \"at\"::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("1970-01-02", Duck("SELECT d::VARCHAR FROM t WHERE id = 'id-0'"));
        Assert.Equal("books/part-0.parquet/2", Duck("SELECT lineage.source || '/' || lineage.split || '/' || lineage.position FROM t WHERE id = 'id-2'"));
        Assert.Equal("15", Duck("SELECT \"__dj__stats__\".text_len FROM t WHERE id = 'id-0'"));
    }

    [Fact]
    public async Task Files_of_DuckDB_are_read_with_all_their_types()
    {
        Duck($"""
            COPY (SELECT 'x' || i AS text, i::UTINYINT AS u8, i::USMALLINT AS u16, i::UINTEGER AS u32, (i + 18446744073709551600)::UBIGINT AS u64, i::HUGEINT::DECIMAL(18, 2) AS dec,
              DATE '2026-01-01' + i::INTEGER AS d, TIMESTAMP '2026-01-01 00:00:00' AS ts, TIMESTAMP_NS '2026-01-01 00:00:00.000000001' AS ns, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS tz, TIME '01:02:03' AS t,
              [i, NULL] AS l, [[i::INTEGER]] AS ll, MAP([i], ['v']) AS m, [i::FLOAT, 0.5::FLOAT] AS f, NULL::VARCHAR AS nothing, uuid() AS u, '\xAA'::BLOB AS b
              FROM range(3) r(i)) TO '{_folder.File("d.parquet")}' (FORMAT parquet, CODEC snappy)
            """);

        var row = (await Shards.SamplesAsync(_folder.Path, Shards.Options("d.parquet")))[1];

        Assert.Equal("x1", row.Text);
        Assert.Equal([1L, 1L, 1L, 18446744073709551601UL, (Int128)100], new[] { "u8", "u16", "u32", "u64", "dec" }.Select(c => row.Meta[c]));
        Assert.Equal([20455L, 1767225600000000L, 1767225600000000001L, 1767225600000000L, 3723000000L], new[] { "d", "ts", "ns", "tz", "t" }.Select(c => row.Meta[c]));
        Assert.Equal(new object?[] { 1L, null }, row.Meta["l"]);
        Assert.Equal(new object?[] { new[] { 1 } }, row.Meta["ll"]);
        Assert.Equal(new KeyValuePair<object, object?>[] { new(1L, "v") }, row.Meta["m"]);
        Assert.Equal(new[] { 1f, 0.5f }, row.Meta["f"]);
        Assert.Null(row.Meta["nothing"]);
        Assert.Equal(16, Assert.IsType<byte[]>(row.Meta["u"]).Length);
        Assert.Equal(new byte[] { 0xAA }, row.Meta["b"]);
    }

    [SkippableFact]
    public async Task Pyarrow_reads_the_shards_and_its_own_files_are_read()
    {
        var (python, why) = await PyArrow.PythonAsync();
        Skip.If(python is null, why);
        await Write();

        var (code, output, errors) = await PyArrow.RunAsync(python!, ["-c", $$"""
            import pyarrow as pa, pyarrow.parquet as pq, datetime
            t = pq.ParquetFile({{Quoted(_folder.File("s.parquet"))}}, page_checksum_verification=True).read()
            print(t.schema.field("ids").type, t.schema.field("at").type, t.schema.field("big").type)
            print(t["text"].to_pylist()[1] == "ä 漢 😀", t["ids"].to_pylist(), t["m"].to_pylist()[0], t["lineage"].to_pylist()[2]["position"])
            n = 4
            pq.write_table(pa.table({
              "text": pa.array(["a", "b", None, "d"], pa.large_string()),
              "lang": pa.array(["de", "en", "de", None]).dictionary_encode(),
              "fixed": pa.array([[1.0, 2.0]] * n, pa.list_(pa.float32(), 2)),
              "large": pa.array([[1], [], None, [2, 3]], pa.large_list(pa.int32())),
              "half": pa.array([0.5, None, 1.5, 2.0], pa.float16()),
              "fsb": pa.array([b"ab"] * n, pa.binary(2)),
              "t32": pa.array([1, 2, 3, None], pa.time32("s")),
              "d64": pa.array([datetime.date(2026, 1, 1)] * n, pa.date64()),
              "dur": pa.array([5] * n, pa.duration("ms")),
              "none": pa.nulls(n),
              "view": pa.array(["v"] * n, pa.string_view()),
            }), {{Quoted(_folder.File("p.parquet"))}}, row_group_size=3)
            """]);
        Assert.True(code == 0, errors);

        Assert.Equal(["list<element: int32> timestamp[us, tz=UTC] decimal128(20, 0)", "True [[1, 2, 3], [], None] [('k', 1.5), ('l', None)] 2"], output.Trim().Split('\n').Select(l => l.TrimEnd()));
        var rows = await Shards.SamplesAsync(_folder.Path, Shards.Options("p.parquet"));
        Assert.Equal(["a", "b", "", "d"], rows.Select(r => r.Text));
        Assert.Equal(["de", "en", "de", null], rows.Select(r => r.Meta["lang"]));
        Assert.Equal(new[] { 1f, 2f }, rows[3].Meta["fixed"]);
        Assert.Equal([new[] { 1 }, Array.Empty<int>(), null, new[] { 2, 3 }], rows.Select(r => r.Meta["large"]));
        Assert.Equal([0.5, null, 1.5, 2.0], rows.Select(r => r.Meta["half"]));
        Assert.Equal("ab"u8.ToArray(), rows[0].Meta["fsb"]);
        Assert.Equal([1000L, 20454L, 5L, null, "v"], new[] { "t32", "d64", "dur", "none", "view" }.Select(c => rows[0].Meta[c]));
    }

    public void Dispose() => _folder.Dispose();

    private async Task Write()
    {
        var schema = Shards.Schema(
            new Column("ids", new ListType(ColumnType.Int32)), new Column("m", new MapType(ColumnType.String, ColumnType.Float64)), new Column("big", new ScalarType(ScalarKind.UInt64)),
            new Column("price", new DecimalType(10, 2)), new Column("at", new TimestampType(TimeResolution.Seconds, true)), new Column("d", new ScalarType(ScalarKind.Date))).WithStat("text_len", ColumnType.Int64);
        var first = Shards.Sample(
            0, "one", ("ids", new[] { 1, 2, 3 }), ("m", new KeyValuePair<object, object?>[] { new("k", 1.5), new("l", null) }), ("big", ulong.MaxValue), ("price", (Int128)(-5)), ("at", 1767323045L), ("d", 1L));
        first.Stats["text_len"] = 15L;
        await Shards.WriteAsync(_folder.File("s.parquet"), schema, [first, Shards.Sample(1, "ä 漢 😀", ("ids", Array.Empty<int>())), Shards.Sample(2, "three")]);
    }

    private string Duck(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        if (File.Exists(_folder.File("s.parquet")))
        {
            using var view = connection.CreateCommand();
            view.CommandText = $"CREATE VIEW t AS SELECT * FROM '{_folder.File("s.parquet")}'";
            view.ExecuteNonQuery();
        }

        object? last = null;
        foreach (var statement in sql.Split(';'))
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            last = command.ExecuteScalar();
        }

        return Convert.ToString(last, CultureInfo.InvariantCulture)!;
    }

    private static string Quoted(string path) => "'" + path.Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
