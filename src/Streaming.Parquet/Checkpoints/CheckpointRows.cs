using Apache.Arrow;
using ParquetSharp.Arrow;
using Streaming.Tables;

namespace Streaming.Parquet.Checkpoints;

/// <summary>The rows of one batch as actions. Missing columns count as null, as the protocol says; text may come in any of Arrow's layouts.</summary>
internal sealed class CheckpointRows(RecordBatch batch)
{
    private static readonly Dictionary<string, string[]> Fields = CheckpointSchema.Columns()
        .ToDictionary(c => c.Name, c => ((Apache.Arrow.Types.StructType)c.Column.Type).Fields.Select(f => f.Name).ToArray());

    private readonly CheckpointRecord? _txn = CheckpointRecord.Of(batch, "txn");
    private readonly CheckpointRecord? _add = CheckpointRecord.Of(batch, "add");
    private readonly CheckpointRecord? _remove = CheckpointRecord.Of(batch, "remove");
    private readonly CheckpointRecord? _metadata = CheckpointRecord.Of(batch, "metaData");
    private readonly CheckpointRecord? _protocol = CheckpointRecord.Of(batch, "protocol");

    /// <summary>The leaf columns to read: foreign checkpoints may carry parsed statistics many times the size of the rest.</summary>
    public static int[] Wanted(FileReader reader)
    {
        var schema = reader.ParquetReader.FileMetaData.Schema;
        var wanted = Enumerable.Range(0, schema.NumColumns)
            .Where(i => schema.Column(i).Path.ToDotVector() is [var action, var field, ..] && Fields.TryGetValue(action, out var fields) && fields.Contains(field))
            .ToArray();
        return wanted.Length > 0 ? wanted : throw new FormatException("it has none of a checkpoint's columns");
    }

    /// <summary>The action of a row; null for one that the engine does not know.</summary>
    public LogAction? Action(int row)
    {
        if (_add?.At(row, "path") is { } add)
        {
            return new AddAction(LogPath.Decode(add.Text("path")!), add.Number("size") ?? throw Missing("add.size"), add.Number("modificationTime") ?? 0, add.Flag("dataChange") ?? false)
            {
                Stats = add.Text("stats"),
                Tags = add.Map("tags"),
            };
        }

        if (_remove?.At(row, "path") is { } remove)
        {
            return new RemoveAction(LogPath.Decode(remove.Text("path")!), remove.Number("deletionTimestamp"), remove.Flag("dataChange") ?? false, remove.Number("size"));
        }

        if (_txn?.At(row, "appId") is { } txn)
        {
            return new TxnAction(txn.Text("appId")!, txn.Number("version") ?? throw Missing("txn.version"), txn.Number("lastUpdated"));
        }

        return _metadata?.At(row, "id") is { } metadata ? Metadata(metadata)
            : _protocol?.At(row, "minReaderVersion") is { } protocol
                ? new ProtocolAction((int)protocol.Number("minReaderVersion")!, (int)(protocol.Number("minWriterVersion") ?? throw Missing("protocol.minWriterVersion")))
                : null;
    }

    private static MetadataAction Metadata(CheckpointRecord.Row row) =>
        new(
            row.Text("id")!,
            row.Text("name"),
            row.Text("schemaString") ?? throw Missing("metaData.schemaString"),
            row.Texts("partitionColumns") ?? [],
            row.Map("configuration") ?? new Dictionary<string, string>(),
            row.Number("createdTime"))
        {
            Description = row.Text("description"),
            FormatProvider = row.Record("format", "provider")?.Text("provider") ?? "parquet",
        };

    private static FormatException Missing(string field) => new($"{field} is missing");
}
