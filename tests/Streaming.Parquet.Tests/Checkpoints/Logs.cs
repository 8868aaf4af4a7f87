using Streaming.Parquet.Checkpoints;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Parquet.Tests.Checkpoints;

/// <summary>Logs for tests.</summary>
internal static class Logs
{
    public const long Day = 86_400_000;

    public static readonly RowSchema Schema = new([new("id", ColumnType.String, Nullable: false), new("text", ColumnType.String)]);

    public static readonly MetadataAction Metadata = MetadataAction.For("5fba94ed-9794-4965-ba6e-6ee3c0d22af9", "docs", Schema, DateTimeOffset.UnixEpoch) with
    {
        Description = "documents",
        Configuration = new Dictionary<string, string> { ["delta.appendOnly"] = "false", ["é"] = "" },
    };

    public static readonly LogAction[] All =
    [
        ProtocolAction.Current,
        Metadata,
        new TxnAction("docs/web/a", 41, 7),
        new TxnAction("docs/web/b c", long.MaxValue),
        new AddAction("z.parquet", 10, 3, false, """{"numRecords":1}""", new Dictionary<string, string> { ["epoch"] = "1", ["日"] = "" }),
        new AddAction("a b%/é.parquet", long.MaxValue, 1, false),
        new AddAction("m.parquet", 0, 2, false, null, new Dictionary<string, string>()),
        new RemoveAction("gone.parquet", 9, false, 12),
        new RemoveAction("away.parquet", null, false),
    ];

    public static DeltaLog Open(IObjectStore store) => new(store, new ParquetCheckpointFormat());

    public static AddAction Add(string path, long time = 1) => new(path, 10, time, true, """{"numRecords":1,"minValues":{"id":"a"},"maxValues":{"id":"z"},"nullCount":{"id":0}}""");

    public static async Task<List<LogAction>> ReadAsync(byte[] checkpoint)
    {
        var actions = new List<LogAction>();
        await foreach (var action in new ParquetCheckpointFormat().ReadAsync(new MemoryStream(checkpoint), default))
        {
            actions.Add(action);
        }

        return actions;
    }

    public static string Describe(LogAction action) => action switch
    {
        AddAction a => $"{a with { Tags = null }} {Describe(a.Tags)}",
        MetadataAction m => $"{m.Id} {m.Name} {m.Description} {m.SchemaString} {m.CreatedTime} {m.FormatProvider} [{string.Join(',', m.PartitionColumns)}] {Describe(m.Configuration)}",
        _ => action.ToString(),
    };

    public static string Describe(TableSnapshot table) => string.Join('\n',
    [
        $"{table.Version} {table.Protocol} {Describe(table.Metadata)}",
        .. table.Files.Select(Describe),
        .. table.Transactions.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t}"),
        .. table.Tombstones.Values.OrderBy(t => t.Path, StringComparer.Ordinal).Select(Describe),
    ]);

    private static string Describe(IReadOnlyDictionary<string, string>? map) => map is null ? "none" : string.Join('|', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}→{p.Value}"));
}
