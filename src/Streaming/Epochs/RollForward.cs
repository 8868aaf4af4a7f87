using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>
/// Rule 7: side tables (rejects, dead letters, further sinks) follow the primary one. Each carries a <c>txn</c> with the primary version that it was brought up
/// to; to go on, the files of each later entry are put in, in order. Anyone may do it; everyone does before running and after committing.
/// </summary>
internal sealed class RollForward(string pipeline, IReadOnlyList<OutputTable> outputs)
{
    /// <summary>A side table without files for so long gets an entry that moves its <c>txn</c> alone, so that nobody walks more entries than this.</summary>
    private const int MaxLag = 64;

    private readonly ApplicationIds _ids = new(pipeline);
    private readonly OutputTable _primary = outputs[0];
    private readonly TableSnapshot?[] _sides = new TableSnapshot?[outputs.Count];

    // Outputs that are no tables; the primary one may be among them.
    private readonly Outbox?[] _outboxes = [.. outputs.Select(o => o.Delivery is { } delivery ? new Outbox(o, delivery) : null)];

    // Up to which primary version each side table was compared: entries without files for it are not read twice.
    private readonly long[] _walked = new long[outputs.Count];

    /// <summary>Opens every side table, and brings it up to <paramref name="primary"/>.</summary>
    public async ValueTask TakeAsync(TableSnapshot primary, CancellationToken abort)
    {
        if (_outboxes[0] is { } own)
        {
            _walked[0] = await own.OpenAsync(pipeline, primary.Metadata.Id, abort);
            await CatchUpAsync(0, primary.Version, null, abort);
            await own.SweepAsync(abort);
        }

        for (var i = 1; i < outputs.Count; i++)
        {
            // A side table that is new has nothing to catch up with: it is made before any epoch that names it is committed.
            _sides[i] = await outputs[i].OpenAsync(pipeline, [new TxnAction(_ids.Primary, primary.Version)], abort);
            _walked[i] = Math.Max(At(i), _outboxes[i] is { } outbox ? await outbox.OpenAsync(pipeline, primary.Metadata.Id, abort) : -1);
            await CatchUpAsync(i, primary.Version, null, abort);
            await outputs[i].PublishAsync(_sides[i]!, abort);
            await (_outboxes[i]?.SweepAsync(abort) ?? default);
        }
    }

    /// <summary>Brings the side tables up to a version that was just committed.</summary>
    public async ValueTask CommittedAsync(long version, EpochManifest manifest, CancellationToken abort)
    {
        if (_outboxes[0] is not null)
        {
            await CatchUpAsync(0, version, manifest, abort);
        }

        for (var i = 1; i < outputs.Count; i++)
        {
            await CatchUpAsync(i, version, manifest, abort);
            await outputs[i].PublishAsync(_sides[i]!, abort);
        }
    }

    private async ValueTask CatchUpAsync(int side, long to, EpochManifest? newest, CancellationToken abort)
    {
        for (var version = _walked[side] + 1; version <= to; version++)
        {
            var manifest = version == to && newest is not null ? newest : await ManifestOfAsync(version, abort);
            var files = (side == 0 ? manifest?.Files : manifest?.SideFiles.GetValueOrDefault(outputs[side].Name)) ?? [];
            if (_outboxes[side] is { } outbox)
            {
                // What was delivered is known there; the table's own mark is a lower bound, for a receiver that forgets.
                await outbox.DeliverAsync(version, files, abort);
                files = [];
            }

            if (side > 0 && (files.Count > 0 || version - At(side) >= MaxLag))
            {
                await PutAsync(side, version, files, abort);
            }

            _walked[side] = version;
        }
    }

    private async ValueTask PutAsync(int side, long version, IReadOnlyList<ManifestFile> files, CancellationToken abort)
    {
        var table = outputs[side];
        while (At(side) < version)
        {
            var snapshot = _sides[side]!;
            List<LogAction> entry = [table.Info("WRITE"), .. table.Adds(files), new TxnAction(_ids.Primary, version)];
            await table.Log.TryCommitAsync(snapshot.Version + 1, entry, abort);
            _sides[side] = await table.Log.RefreshAsync(snapshot, abort);
            await table.CheckpointAsync(_sides[side]!, abort);
        }
    }

    private long At(int side) => _sides[side]!.Transactions.GetValueOrDefault(_ids.Primary, -1);

    // Entries of foreign writers (a compaction) have no manifest: they are walked past.
    private async ValueTask<EpochManifest?> ManifestOfAsync(long version, CancellationToken abort)
    {
        var entry = await _primary.Log.ReadEntryAsync(version, abort) ?? [];
        var epoch = entry.OfType<TxnAction>().FirstOrDefault(t => t.AppId == _ids.Epoch);
        var attempt = entry.OfType<TxnAction>().FirstOrDefault(t => t.AppId == _ids.Manifest);
        if (epoch is null || attempt is null)
        {
            return null;
        }

        var path = EpochManifest.PathOf(epoch.Version, attempt.Version);
        var file = await _primary.Store.OpenReadAsync(path, abort)
            ?? throw new InvalidDataException($"Manifest '{path}' of version {version} is missing: side tables cannot be brought up to it.");
        return await EpochManifest.ReadAsync(file, abort);
    }
}
