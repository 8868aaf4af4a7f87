using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>The newest epochs of a table, as its manifests tell them. Looked at again, it reads what came since.</summary>
/// <param name="primary">The sink that writes the table.</param>
/// <param name="most">So many are kept.</param>
internal sealed class EpochHistory(Sink primary, int most) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly IObjectStore _store = primary.OpenStore();
    private TableSnapshot? _snapshot;
    private IReadOnlyList<EpochManifest> _epochs = [];

    /// <summary>The epochs, oldest first.</summary>
    /// <param name="version">The version that the table is known to have; where it was read, nothing is read again.</param>
    /// <param name="abort">Stops.</param>
    public async ValueTask<IReadOnlyList<EpochManifest>> ReadAsync(long version, CancellationToken abort)
    {
        await _reading.WaitAsync(abort);
        try
        {
            if (version >= 0 && (_snapshot is null || _snapshot.Version < version))
            {
                await RefreshAsync(abort);
            }

            return _epochs;
        }
        finally
        {
            _ = _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async ValueTask RefreshAsync(CancellationToken abort)
    {
        var log = new DeltaLog(_store, primary.Checkpoints, TableFolders.LogOf(primary.Layout));
        if ((_snapshot is null ? await log.ReadAsync(abort) : await log.RefreshAsync(_snapshot, abort)) is { } snapshot)
        {
            var newer = await ManifestHistory.ReadAsync(_store, snapshot, _epochs.Count == 0 ? null : _epochs[^1].Path, abort, most);
            (_snapshot, _epochs) = (snapshot, [.. _epochs.Concat(newer).TakeLast(most)]);
        }
    }
}
