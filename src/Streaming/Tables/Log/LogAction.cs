using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>A change to a table, one line of a log entry (Delta protocol, section "Actions").</summary>
public abstract record LogAction;

/// <summary>Which versions of the protocol a reader and a writer must know.</summary>
/// <param name="MinReader">For reading.</param>
/// <param name="MinWriter">For writing.</param>
public sealed record ProtocolAction(int MinReader, int MinWriter) : LogAction
{
    /// <summary>What this engine writes: reader 1, writer 2. A table feature (writer 7) would stop delta-rs from appending and compacting.</summary>
    public static ProtocolAction Current { get; } = new(1, 2);
}

/// <summary>What the table is.</summary>
/// <param name="Id">A GUID.</param>
/// <param name="Name">For people.</param>
/// <param name="SchemaString">Its schema as the protocol writes it; <see cref="DeltaSchema"/> makes and reads it.</param>
/// <param name="PartitionColumns">Empty in tables that this engine reads or writes.</param>
/// <param name="Configuration">Table properties.</param>
/// <param name="CreatedTime">Milliseconds since the epoch.</param>
public sealed record MetadataAction(
    string Id,
    string? Name,
    string SchemaString,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Configuration,
    long? CreatedTime) : LogAction
{
    private RowSchema? _schema;

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>The files' format: <c>parquet</c> in every Delta table.</summary>
    public string FormatProvider { get; init; } = "parquet";

    /// <summary>The schema. Types that the engine lacks are a <see cref="BadInputException"/>.</summary>
    public RowSchema Schema => _schema ??= DeltaSchema.Parse(SchemaString);

    /// <summary>The first metadata of a table without partitions.</summary>
    /// <param name="id">A GUID.</param>
    /// <param name="name">For people.</param>
    /// <param name="schema">Its columns; stored as <see cref="DeltaSchema.StoreAs(RowSchema)"/> says.</param>
    /// <param name="created">When.</param>
    public static MetadataAction For(string id, string? name, RowSchema schema, DateTimeOffset created) =>
        new(id, name, DeltaSchema.ToJson(schema), [], new Dictionary<string, string>(), created.ToUnixTimeMilliseconds());
}

/// <summary>A file joins the table.</summary>
/// <param name="Path">Relative to the table, decoded, within it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTime">Milliseconds since the epoch.</param>
/// <param name="DataChange">False where it only holds again what the same entry removes (a compaction).</param>
/// <param name="Stats">Statistics as JSON (<see cref="AddStatistics"/>), or null.</param>
/// <param name="Tags">Anything.</param>
public sealed record AddAction(
    string Path,
    long Size,
    long ModificationTime,
    bool DataChange,
    string? Stats = null,
    IReadOnlyDictionary<string, string>? Tags = null) : LogAction;

/// <summary>A file leaves the table; it stays known as a tombstone until vacuum may delete it.</summary>
/// <param name="Path">Relative to the table, decoded, within it.</param>
/// <param name="DeletionTimestamp">Milliseconds since the epoch.</param>
/// <param name="DataChange">False where the same entry adds its rows again (a compaction).</param>
/// <param name="Size">Bytes, where known.</param>
public sealed record RemoveAction(string Path, long? DeletionTimestamp, bool DataChange, long? Size = null) : LogAction;

/// <summary>How far an application has come.</summary>
/// <param name="AppId">The application: here a pipeline, or a split of it.</param>
/// <param name="Version">Its progress.</param>
/// <param name="LastUpdated">Milliseconds since the epoch.</param>
public sealed record TxnAction(string AppId, long Version, long? LastUpdated = null) : LogAction;

/// <summary>Where an entry comes from, for people. Checkpoints forget it.</summary>
/// <param name="Fields">Any JSON.</param>
public sealed record CommitInfoAction(JsonObject Fields) : LogAction;
