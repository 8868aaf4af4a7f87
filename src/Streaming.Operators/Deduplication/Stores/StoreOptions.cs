namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Options of deduplicators that keep keys in a store.</summary>
internal abstract record StoreOptions : IValidatesOptions, IOwnsPlaces
{
    /// <summary>
    /// Where seen keys lie: <c>memory</c>, spilled to files that end with the run; <c>rocksdb</c>, a database on local disk that stays, for indexes far larger than memory;
    /// <c>redis</c>, a server that workers share.
    /// </summary>
    public KeyStoreKind Store { get; init; } = KeyStoreKind.Memory;

    /// <summary>The folder of <c>store: rocksdb</c>. By default beside the table, in <c>&lt;table&gt;.kept</c>. What is lost there is made again from the table's state.</summary>
    [PathOption]
    public string? StoreDirectory { get; init; }

    /// <summary>Memory that the store may take; for <c>rocksdb</c> at least 8 MiB. By default an eighth of the run's budget.</summary>
    public ByteSize? StoreMemory { get; init; }

    /// <summary>The server of <c>store: redis</c>, as StackExchange.Redis takes it: <c>host:port,password=…,ssl=true</c>.</summary>
    public string StoreServer { get; init; } = "127.0.0.1:6379";

    /// <summary>The name of the keys in <c>store: redis</c>: workers, and pipelines with the same deduplicator, that give the same name share what was seen. Needed there.</summary>
    public string? StoreName { get; init; }

    IEnumerable<string> IOwnsPlaces.Places => (Store, StoreDirectory) switch
    {
        (KeyStoreKind.Rocksdb, { } folder) => [$"store_directory '{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}'"],

        // Without what follows the addresses: a password may be there.
        (KeyStoreKind.Redis, _) => [$"store_name '{StoreName}' on {string.Join(',', StoreServer.Split(',').Where(part => !part.Contains('=', StringComparison.Ordinal)))}"],
        _ => [],
    };

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Store == KeyStoreKind.Redis && string.IsNullOrWhiteSpace(StoreName))
        {
            yield return new("store_name", "store: redis needs a store_name: deduplicators that share it share what was seen.");
        }

        if (Store == KeyStoreKind.Rocksdb && StoreMemory is { Bytes: < RocksFolder.MinMemoryBytes })
        {
            yield return new("store_memory", "store_memory must be at least 8 MiB for store: rocksdb: its write buffers and the top of its indexes take that.");
        }
        else if (StoreMemory is { Bytes: < 1 << 20 })
        {
            yield return new("store_memory", "store_memory must be at least 1 MiB.");
        }
    }
}
