using System.Collections.Immutable;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>A table at one version. Does not change; <see cref="DeltaLog.RefreshAsync"/> makes the next one at the cost of the entries in between.</summary>
public sealed class TableSnapshot
{
    private Dictionary<string, long>? _versions;

    internal TableSnapshot(
        long version,
        ProtocolAction protocol,
        MetadataAction metadata,
        FileList files,
        ImmutableDictionary<string, TxnAction> txns,
        ImmutableDictionary<string, RemoveAction> tombstones)
    {
        Version = version;
        Protocol = protocol;
        Metadata = metadata;
        FileList = files;
        Txns = txns;
        TombstoneMap = tombstones;
    }

    /// <summary>The newest entry in it.</summary>
    public long Version { get; }

    /// <summary>What readers and writers must know.</summary>
    public ProtocolAction Protocol { get; }

    /// <summary>What the table is.</summary>
    public MetadataAction Metadata { get; }

    /// <summary>The files in the order in which the log added them. Where only a foreign writer's checkpoint is left of an early part, that part is ordered by modification time, then path.</summary>
    public IReadOnlyList<AddAction> Files => FileList;

    /// <summary>The newest <c>txn</c> version of each application.</summary>
    public IReadOnlyDictionary<string, long> Transactions => _versions ??= Txns.ToDictionary(t => t.Key, t => t.Value.Version);

    /// <summary>Removed files by path, as far as the log remembers them.</summary>
    public IReadOnlyDictionary<string, RemoveAction> Tombstones => TombstoneMap;

    internal FileList FileList { get; }

    internal ImmutableDictionary<string, TxnAction> Txns { get; }

    internal ImmutableDictionary<string, RemoveAction> TombstoneMap { get; }

    /// <summary>Throws a <see cref="BadInputException"/> where the engine must not write: a protocol above reader 1 / writer 2, or invariants that it cannot check.</summary>
    public void RequireWritable()
    {
        var newest = ProtocolAction.Current;
        if (Protocol.MinWriter > newest.MinWriter || Protocol.MinReader > newest.MinReader)
        {
            throw new BadInputException(
                $"The table asks its writers for reader version {Protocol.MinReader} and writer version {Protocol.MinWriter}; this engine writes {newest.MinReader} and {newest.MinWriter}. "
                + "Write to a new table, or drop the table's features with the tool that added them.");
        }

        // Only the presence matters: writer 2 has to enforce the expression behind it on every row.
        if (Metadata.SchemaString.Contains("\"delta.invariants\"", StringComparison.Ordinal))
        {
            throw new BadInputException("The table has column invariants (SQL expressions that every row must satisfy), which this engine cannot check. Write to a new table.");
        }
    }

    /// <summary>Throws a <see cref="BadInputException"/> that lists the differences where the table's schema is not the given one.</summary>
    /// <param name="stored">As <see cref="DeltaSchema.StoreAs(RowSchema)"/> gives it.</param>
    public void RequireSchema(RowSchema stored)
    {
        var existing = Metadata.Schema;
        if (existing.Equals(stored))
        {
            return;
        }

        var differences = existing.Columns.Where(c => stored.Find(c.Name) is null).Select(c => $"'{c.Name}' is only in the table")
            .Concat(stored.Columns.Where(c => existing.Find(c.Name) is null).Select(c => $"'{c.Name}' is not in the table"))
            .Concat(stored.Columns.Where(c => existing.Find(c.Name) is { } old && old != c).Select(c => $"'{c.Name}' differs in type or nullability"))
            .DefaultIfEmpty("the columns stand in another order");
        throw new BadInputException($"The table has another schema: {string.Join("; ", differences)}. Write to a new table.");
    }
}
