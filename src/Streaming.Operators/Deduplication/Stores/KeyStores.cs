using System.Numerics;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Opens the store that the options name.</summary>
internal static class KeyStores
{
    // An eighth: a topology may well have several deduplicators, and most of the budget is for what flows.
    private const int ShareOfBudget = 8;

    public static IKeyStore<TKey> Open<TKey>(StoreOptions? options, OperatorContext context, LogMark start) where TKey : unmanaged, IBinaryInteger<TKey>
    {
        var memory = options?.StoreMemory?.Bytes ?? context.Memory.Limit / ShareOfBudget;
        return options?.Store switch
        {
            KeyStoreKind.Rocksdb => RocksKeyStore<TKey>.Open(options.StoreDirectory ?? FolderOf(context), memory, start),
            KeyStoreKind.Redis => new RedisKeyStore<TKey>(options.StoreServer, options.StoreName ?? throw new BadInputException("store: redis needs a store_name."), $"{context.Name} {start.Chain:x16}"),
            _ => new MemoryKeyStore<TKey>(memory, context.ScratchFolder),
        };
    }

    // The seed tells operators of one name apart, and is the same in the next run.
    internal static string FolderOf(OperatorContext context) =>
        Path.Combine(context.KeptFolder ?? context.ScratchFolder(), "indexes", $"{context.Name}-{context.Seed:x16}");
}
