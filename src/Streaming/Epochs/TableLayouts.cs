using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>Tells a table's layout from what lies in it.</summary>
internal static class TableLayouts
{
    /// <summary>The layout; null where there is no log.</summary>
    public static async ValueTask<TableLayout?> FindAsync(IObjectStore store, CancellationToken abort) =>
        await HasAnyAsync(store, TableFolders.DeltaLog, abort) ? TableLayout.Delta
        : await HasAnyAsync(store, TableFolders.PlainLog, abort) ? TableLayout.Plain
        : null;

    /// <summary>As <see cref="FindAsync(IObjectStore, CancellationToken)"/>, of the table at a place.</summary>
    public static ValueTask<TableLayout?> FindAsync(string place, CancellationToken abort) => FindAsync(ObjectStores.Open(place), abort);

    private static async ValueTask<bool> HasAnyAsync(IObjectStore store, string folder, CancellationToken abort)
    {
        await foreach (var item in store.ListAsync(folder, null, abort))
        {
            if (item.Path.EndsWith(".json", StringComparison.Ordinal) || item.Path.EndsWith(".parquet", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
