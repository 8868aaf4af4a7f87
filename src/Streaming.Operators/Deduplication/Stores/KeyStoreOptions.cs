namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Options of deduplicators that keep keys, and know those of other tables.</summary>
internal record KeyStoreOptions : StoreOptions
{
    /// <summary>
    /// Tables (folders) whose rows count as seen before: what is committed there when the run starts, of whatever pipeline. What was read of them is remembered beside the table, so that the next run reads only what is new.
    /// Their texts are compared as they are stored: mappers that change texts stand ahead of the deduplicator.
    /// </summary>
    [PathOption]
    public IReadOnlyList<string> Against { get; init; } = [];
}
