using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

/// <summary>Laws of nested columns: whatever the type and the values, what is written is read, also across row groups.</summary>
public sealed class NestedValueTests : IDisposable
{
    private static readonly Gen<ColumnType> _scalar = Gen.Elements<ColumnType>(
        ColumnType.Bool, ColumnType.Int32, ColumnType.Int64, ColumnType.Float64, new ScalarType(ScalarKind.Float32), ColumnType.String, ColumnType.Binary, new ScalarType(ScalarKind.Date), new DecimalType(38, 3));

    private readonly TempFolder _folder = new();

    [Property(MaxTest = 60, Arbitrary = [typeof(Tables)])]
    public void What_is_written_is_read(Table table)
    {
        var samples = table.Rows.Select((r, i) => Shards.Sample(i, "t", ("v", r))).ToList();
        Shards.WriteAsync(_folder.File("a.parquet"), Shards.Schema(new Column("v", table.Type)), samples, rowGroupBytes: table.RowGroupBytes).GetAwaiter().GetResult();

        var read = Shards.SamplesAsync(_folder.Path, Shards.Options("a.parquet")).GetAwaiter().GetResult();

        Assert.Equal(table.Rows, read.Select(s => s.Meta["v"]));
    }

    public void Dispose() => _folder.Dispose();

    private static Gen<ColumnType> TypeOf(int depth) => depth == 0
        ? _scalar
        : Gen.Frequency(
            (2, _scalar),
            (2, TypeOf(depth - 1).Select(t => (ColumnType)new ListType(t))),
            (2, TypeOf(depth - 1).NonEmptyListOf().Select(fields => (ColumnType)new StructType([.. fields.Take(3).Select((t, i) => new Column($"f{i}", t))]))),
            (1, TypeOf(depth - 1).Select(t => (ColumnType)new MapType(ColumnType.String, t))));

    private static Gen<object?> ValueOf(ColumnType type) => Gen.Frequency((1, Gen.Constant<object?>(null)), (4, PresentOf(type)));

    private static Gen<object?> PresentOf(ColumnType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Bool } => ArbMap.Default.GeneratorFor<bool>().Select(b => (object?)b),
        ScalarType { Kind: ScalarKind.Int32 or ScalarKind.Date } => ArbMap.Default.GeneratorFor<int>().Select(i => (object?)(long)i),
        ScalarType { Kind: ScalarKind.Int64 } => ArbMap.Default.GeneratorFor<long>().Select(i => (object?)i),
        ScalarType { Kind: ScalarKind.Float32 } => ArbMap.Default.GeneratorFor<float>().Select(f => (object?)(double)f),
        ScalarType { Kind: ScalarKind.Float64 } => ArbMap.Default.GeneratorFor<double>().Select(d => (object?)d),
        ScalarType { Kind: ScalarKind.Binary } => ArbMap.Default.GeneratorFor<byte[]>().Select(b => (object?)(b ?? [])),
        ScalarType => ArbMap.Default.GeneratorFor<string>().Select(s => (object?)System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(s ?? ""))),
        DecimalType => ArbMap.Default.GeneratorFor<long>().Select(i => (object?)((Int128)i * i * 3)),
        ListType l => ValueOf(l.Element).ListOf().Select(v => List(l.Element, [.. v.Take(4)])),
        StructType s => Gen.CollectToArray(s.Fields.Select(f => ValueOf(f.Type))).Select(v => (object?)v),
        MapType m => ValueOf(m.Value).ListOf().Select(v => (object?)v.Take(3).Select((x, i) => new KeyValuePair<object, object?>($"k{i}", x)).ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    // As ColumnType says: without nulls, lists of int32 are int[] and lists of float32 float[].
    private static object? List(ColumnType element, object?[] values) => element switch
    {
        ScalarType { Kind: ScalarKind.Int32 } when !values.Contains(null) => values.Select(v => (int)(long)v!).ToArray(),
        ScalarType { Kind: ScalarKind.Float32 } when !values.Contains(null) => values.Select(v => (float)(double)v!).ToArray(),
        _ => values,
    };

    public sealed record Table(ColumnType Type, object?[] Rows, long RowGroupBytes);

    private static class Tables
    {
        public static Arbitrary<Table> Any() => Arb.From(
            from type in TypeOf(3)
            from rows in ValueOf(type).ArrayOf(30)
            from bytes in Gen.Elements(1_000L, 5_000L, 1_000_000L)
            select new Table(type, rows, bytes));
    }
}
