using Streaming.Tables;

namespace Streaming.Parquet.Checkpoints;

/// <summary>The columns of a checkpoint, one per kind of action (protocol section "Checkpoint Schema"), and how an action's fields get into them.</summary>
internal static class CheckpointSchema
{
    private static readonly KeyValuePair<string, string>[] NoPairs = [];

    /// <summary>New, empty columns with the action that each is for.</summary>
    public static IReadOnlyList<(string Name, Type Action, CheckpointColumn Column)> Columns() =>
    [
        ("txn", typeof(TxnAction), Record<TxnAction>(
            ("appId", new TextColumn(), t => t.AppId),
            ("version", new LongColumn(), t => t.Version),
            ("lastUpdated", new LongColumn(), t => t.LastUpdated))),
        ("add", typeof(AddAction), Record<AddAction>(
            ("path", new TextColumn(), a => LogPath.Encode(a.Path)),
            ("partitionValues", new TextMapColumn(), _ => NoPairs),
            ("size", new LongColumn(), a => a.Size),
            ("modificationTime", new LongColumn(), a => a.ModificationTime),
            ("dataChange", new FlagColumn(), a => a.DataChange),
            ("stats", new TextColumn(), a => a.Stats),
            ("tags", new TextMapColumn(), a => a.Tags))),
        ("remove", typeof(RemoveAction), Record<RemoveAction>(
            ("path", new TextColumn(), r => LogPath.Encode(r.Path)),
            ("deletionTimestamp", new LongColumn(), r => r.DeletionTimestamp),
            ("dataChange", new FlagColumn(), r => r.DataChange),
            ("extendedFileMetadata", new FlagColumn(), r => r.Size is not null),
            ("partitionValues", new TextMapColumn(), r => r.Size is null ? null : NoPairs),
            ("size", new LongColumn(), r => r.Size))),
        ("metaData", typeof(MetadataAction), Record<MetadataAction>(
            ("id", new TextColumn(), m => m.Id),
            ("name", new TextColumn(), m => m.Name),
            ("description", new TextColumn(), m => m.Description),
            ("format", Record<MetadataAction>(("provider", new TextColumn(), m => m.FormatProvider), ("options", new TextMapColumn(), _ => NoPairs)), m => m),
            ("schemaString", new TextColumn(), m => m.SchemaString),
            ("partitionColumns", new TextListColumn(), m => m.PartitionColumns),
            ("createdTime", new LongColumn(), m => m.CreatedTime),
            ("configuration", new TextMapColumn(), m => m.Configuration))),
        ("protocol", typeof(ProtocolAction), Record<ProtocolAction>(
            ("minReaderVersion", new IntegerColumn(), p => p.MinReader),
            ("minWriterVersion", new IntegerColumn(), p => p.MinWriter))),
    ];

    private static RecordColumn Record<T>(params (string Name, CheckpointColumn Column, Func<T, object?> Pick)[] fields) =>
        new([.. fields.Select(f => (f.Name, f.Column, (Func<object, object?>)(value => f.Pick((T)value))))]);
}
