using Streaming.Epochs;
using Streaming.Runtime;
using Streaming.Tables;

namespace Streaming.Replays;

/// <summary>Compares the files of recorded epochs with those of a replay, byte for byte.</summary>
internal sealed class EpochComparison(RecordedTable table, Plan plan)
{
    private readonly List<string> _differences = [];

    public int Files { get; private set; }

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Compares every output of every epoch.</summary>
    public async ValueTask CompareAsync(IReadOnlyList<EpochManifest> recorded, CancellationToken abort)
    {
        var primary = plan.Sinks[0].Sink;
        var replayedStore = primary.OpenStore();
        var log = new DeltaLog(replayedStore, primary.Checkpoints, TableFolders.LogOf(primary.Layout));
        var replayed = (await ManifestHistory.ReadAsync(replayedStore, (await log.ReadAsync(abort))!, abort)).ToDictionary(e => e.Epoch);
        foreach (var epoch in recorded)
        {
            if (!replayed.TryGetValue(epoch.Epoch, out var again))
            {
                _differences.Add($"epoch {epoch.Epoch}: the replay did not come to it");
                continue;
            }

            await CompareAsync($"epoch {epoch.Epoch}", table.Store, epoch.Files, replayedStore, again.Files, abort);
            CompareSides(epoch, again);
        }
    }

    // Other outputs lie in folders that only the run knew; what the manifests say of them (rows, sizes, statistics) must agree.
    private void CompareSides(EpochManifest epoch, EpochManifest again)
    {
        foreach (var output in epoch.SideFiles.Keys.Union(again.SideFiles.Keys))
        {
            var (a, b) = (epoch.SideFiles.GetValueOrDefault(output, []), again.SideFiles.GetValueOrDefault(output, []));
            if (!a.Select(f => (f.Rows, f.Size, f.Stats)).SequenceEqual(b.Select(f => (f.Rows, f.Size, f.Stats))))
            {
                _differences.Add($"epoch {epoch.Epoch}: output '{output}' differs in rows, sizes or statistics");
            }
        }
    }

    private async ValueTask CompareAsync(
        string where, IObjectStore store, IReadOnlyList<ManifestFile> files, IObjectStore replayedStore, IReadOnlyList<ManifestFile> replayed, CancellationToken abort)
    {
        if (files.Count != replayed.Count)
        {
            _differences.Add($"{where}: {files.Count} files were recorded, the replay gave {replayed.Count}");
            return;
        }

        for (var i = 0; i < files.Count; i++)
        {
            await using var a = await store.OpenReadAsync(files[i].Path, abort);
            await using var b = await replayedStore.OpenReadAsync(replayed[i].Path, abort);
            if (a is null || b is null)
            {
                _differences.Add($"{where}: '{(a is null ? files[i] : replayed[i]).Path}' is gone and cannot be compared");
                continue;
            }

            Files++;
            if (await FirstDifferenceAsync(a, b, abort) is { } at)
            {
                _differences.Add($"{where}: '{files[i].Path}' and '{replayed[i].Path}' differ at byte {at}");
            }
        }
    }

    private static async ValueTask<long?> FirstDifferenceAsync(Stream a, Stream b, CancellationToken abort)
    {
        var (left, right) = (new byte[1 << 16], new byte[1 << 16]);
        for (long at = 0; ;)
        {
            var n = await a.ReadAtLeastAsync(left, left.Length, throwOnEndOfStream: false, abort);
            var m = await b.ReadAtLeastAsync(right, right.Length, throwOnEndOfStream: false, abort);
            var same = left.AsSpan(0, n).CommonPrefixLength(right.AsSpan(0, m));
            if (same < Math.Max(n, m))
            {
                return at + same;
            }

            if (n == 0)
            {
                return null;
            }

            at += n;
        }
    }
}
