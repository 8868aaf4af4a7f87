namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Where a deduplicator keeps the keys that it has seen.</summary>
internal enum KeyStoreKind
{
    /// <summary>In memory, and beyond its share of the budget in files that end with the run; read back from the table's state at every start.</summary>
    Memory,

    /// <summary>In a RocksDB on local disk that stays: a start reads only what it does not hold yet.</summary>
    Rocksdb,

    /// <summary>In a Redis that workers share: of two that see the same at once, one is first.</summary>
    Redis,
}
