using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>The manifests of a table's committed epochs.</summary>
internal static class ManifestHistory
{
    /// <summary>All committed epochs, oldest first: the newest one is named by the log, each names the one before it.</summary>
    public static ValueTask<IReadOnlyList<EpochManifest>> ReadAsync(IObjectStore store, TableSnapshot snapshot, CancellationToken abort) => ReadAsync(store, snapshot, null, abort);

    /// <summary>The committed epochs after the one whose manifest has this path, oldest first; all where it is null, and the newest so many of them.</summary>
    public static async ValueTask<IReadOnlyList<EpochManifest>> ReadAsync(IObjectStore store, TableSnapshot snapshot, string? known, CancellationToken abort, int most = int.MaxValue)
    {
        var manifests = new List<EpochManifest>();
        for (var path = NewestOf(snapshot); path is not null && path != known && manifests.Count < most; path = manifests[^1].Previous)
        {
            var file = await store.OpenReadAsync(path, abort) ?? throw new InvalidDataException($"Manifest '{path}' is missing.");
            manifests.Add(await EpochManifest.ReadAsync(file, abort));
        }

        manifests.Reverse();
        return manifests;
    }

    private static string? NewestOf(TableSnapshot snapshot)
    {
        if (snapshot.Metadata.Configuration.GetValueOrDefault(OutputTable.PipelineKey) is not { } pipeline)
        {
            return null;
        }

        var ids = new ApplicationIds(pipeline);
        return snapshot.Transactions.TryGetValue(ids.Epoch, out var epoch) && snapshot.Transactions.TryGetValue(ids.Manifest, out var attempt)
            ? EpochManifest.PathOf(epoch, attempt)
            : null;
    }
}
