namespace Streaming.Models.Completions;

/// <summary>The stores of the process: one for each folder, whoever asks, closed when the last one is done with it.</summary>
internal sealed class SharedStores
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (CompletionStore Store, int Lent)> _stores = new(StringComparer.Ordinal);

    /// <summary>The stores of the process.</summary>
    public static SharedStores All { get; } = new();

    /// <summary>Lends the store of a folder; the first to ask says how large it may be.</summary>
    public CompletionStore Lend(string folder, long maxBytes)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        lock (_lock)
        {
            var (store, lent) = _stores.TryGetValue(path, out var known) ? known : (new CompletionStore(path, maxBytes), 0);
            _stores[path] = (store, lent + 1);
            return store;
        }
    }

    /// <summary>Takes it back.</summary>
    public void Return(CompletionStore store)
    {
        lock (_lock)
        {
            var (path, (_, lent)) = _stores.First(entry => entry.Value.Store == store);
            if (lent > 1)
            {
                _stores[path] = (store, lent - 1);
                return;
            }

            _stores.Remove(path);
            store.Dispose();
        }
    }
}
