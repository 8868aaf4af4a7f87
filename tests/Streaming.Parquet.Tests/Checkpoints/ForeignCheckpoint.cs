using Apache.Arrow;
using Apache.Arrow.Types;
using ParquetSharp.Arrow;

namespace Streaming.Parquet.Tests.Checkpoints;

/// <summary>A checkpoint as other writers lay it out: other column order, parsed statistics, row tracking, actions unknown here, adds in no order, the Arrow schema stored.</summary>
internal static class ForeignCheckpoint
{
    public static byte[] Of(params (string Path, long Time)[] files)
    {
        var rows = files.Length + 3;
        var numbers = new Apache.Arrow.Types.StructType([new Field("numRecords", Int64Type.Default, true)]);
        (string Name, IArrowType Type, IArrowArray Values)[] columns =
        [
            ("domainMetadata", Record("domain"), Struct(rows, 2, ("domain", Texts(rows, i => i == 2 ? "delta.clustering" : null)))),
            ("protocol", Record("minReaderVersion", "minWriterVersion"), Struct(rows, 0, ("minReaderVersion", Integers(rows, 1)), ("minWriterVersion", Integers(rows, 2)))),
            ("add", Record("stats_parsed", "modificationTime", "size", "path", "baseRowId"), Struct(rows, -1,
                ("stats_parsed", new StructArray(numbers, rows, [Longs(rows, _ => 1)], ArrowBuffer.Empty)),
                ("modificationTime", Longs(rows, i => i < 3 ? null : files[i - 3].Time)),
                ("size", Longs(rows, i => i < 3 ? null : 10)),
                ("path", Texts(rows, i => i < 3 ? null : files[i - 3].Path)),
                ("baseRowId", Longs(rows, _ => null)))),
            ("metaData", Record("id", "schemaString"), Struct(rows, 1, ("id", Texts(rows, i => i == 1 ? "x" : null)), ("schemaString", Texts(rows, i => i == 1 ? Logs.Metadata.SchemaString : null)))),
        ];
        var schema = new Schema([.. columns.Select(c => new Field(c.Name, c.Values.Data.DataType, true))], []);
        using var file = new MemoryStream();
        using var stored = new ArrowWriterPropertiesBuilder().StoreSchema().Build();
        using (var writer = new FileWriter(file, schema, null, stored, leaveOpen: true))
        {
            using var batch = new RecordBatch(schema, columns.Select(c => c.Values), rows);
            writer.WriteRecordBatch(batch);
            writer.Close();
        }

        return file.ToArray();
    }

    private static Apache.Arrow.Types.StructType Record(params string[] fields) => new([.. fields.Select(f => new Field(f, StringType.Default, true))]);

    // Only the row's own action is there; -1: every row has the struct and its fields alone are missing, as some writers do.
    private static StructArray Struct(int rows, int at, params (string Name, IArrowArray Values)[] fields)
    {
        var valid = new ArrowBuffer.BitmapBuilder();
        for (var i = 0; i < rows; i++)
        {
            valid.Append(at < 0 || i == at);
        }

        return new(new Apache.Arrow.Types.StructType([.. fields.Select(f => new Field(f.Name, f.Values.Data.DataType, true))]), rows, fields.Select(f => f.Values), valid.Build(), valid.UnsetBitCount);
    }

    private static StringArray Texts(int rows, Func<int, string?> at)
    {
        var builder = new StringArray.Builder();
        for (var i = 0; i < rows; i++)
        {
            builder.Append(at(i));
        }

        return builder.Build();
    }

    private static Int64Array Longs(int rows, Func<int, long?> at)
    {
        var builder = new Int64Array.Builder();
        for (var i = 0; i < rows; i++)
        {
            builder.Append(at(i));
        }

        return builder.Build();
    }

    private static Int32Array Integers(int rows, int value) => new Int32Array.Builder().AppendRange(Enumerable.Repeat(value, rows)).Build();
}
