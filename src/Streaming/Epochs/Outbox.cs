using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>An output whose files are delivered instead of shown: the files wait in its staging folder, and are deleted once they were delivered.</summary>
/// <param name="table">The output.</param>
/// <param name="delivery">Takes the files on.</param>
internal sealed class Outbox(OutputTable table, IDelivery delivery)
{
    // Rule 10: an open epoch is never older.
    private static readonly TimeSpan _orphanAge = TimeSpan.FromDays(7);

    /// <summary>Connects, and gives the version up to which all is delivered, or −1.</summary>
    public ValueTask<long> OpenAsync(string pipeline, string tableId, CancellationToken abort) =>
        delivery.OpenAsync(new(pipeline, table.Name, tableId, table.Store), abort);

    /// <summary>Delivers a version's files and deletes them. May be repeated by anyone.</summary>
    public async ValueTask DeliverAsync(long version, IReadOnlyList<ManifestFile> files, CancellationToken abort)
    {
        var paths = files.Select(f => table.PathBeforeCommit(f.Path)).ToList();
        if (paths.Count == 0)
        {
            return;
        }

        await delivery.DeliverAsync(version, paths, abort);
        foreach (var path in paths)
        {
            await table.Store.DeleteAsync(path, abort);
        }
    }

    /// <summary>Deletes what abandoned epochs left. Call it when all that was committed is delivered.</summary>
    public async ValueTask SweepAsync(CancellationToken abort)
    {
        var limit = table.Time.GetUtcNow() - _orphanAge;
        var orphans = new List<string>();
        await foreach (var found in table.Store.ListAsync(TableFolders.Staging, null, abort))
        {
            if (found.Modified < limit)
            {
                orphans.Add(found.Path);
            }
        }

        foreach (var orphan in orphans)
        {
            await table.Store.DeleteAsync(orphan, abort);
        }
    }
}
