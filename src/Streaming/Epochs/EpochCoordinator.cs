using System.Text.Json.Nodes;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>
/// Commits epochs (../protocol: take, run, close, commit, lost race, roll forward). The primary table's log decides; there is no second store that could disagree.
/// One instance per worker; its methods are called one at a time.
/// </summary>
/// <param name="identity">Whose epochs.</param>
/// <param name="outputs">The outputs, the primary one first.</param>
/// <param name="attempts">Gives attempt numbers that no other worker gives: positive, random.</param>
internal sealed class EpochCoordinator(PipelineIdentity identity, IReadOnlyList<OutputTable> outputs, Func<long> attempts)
{
    private readonly ApplicationIds _ids = new(identity.Pipeline);
    private readonly OutputTable _primary = outputs[0];
    private readonly StateFiles _states = new(outputs[0].Store);
    private readonly RollForward _rollForward = new(identity.Pipeline, outputs);
    private TableSnapshot? _snapshot;
    private EpochManifest? _newest;
    private Func<SplitId, bool> _owns = _ => true;

    /// <summary>The primary table's version.</summary>
    public long Version => _snapshot?.Version ?? -1;

    /// <summary>When the primary table was made.</summary>
    public DateTimeOffset TableMade => DateTimeOffset.FromUnixTimeMilliseconds(_snapshot?.Metadata.CreatedTime ?? 0);

    /// <summary>The newest manifest, or null before the first epoch.</summary>
    public EpochManifest? Newest => _newest;

    /// <summary>Digests of the models that work on the epochs; written into each manifest.</summary>
    public IReadOnlyDictionary<string, string> Models { get; set; } = new Dictionary<string, string>();

    /// <summary>Versions of the libraries that compute them; written into each manifest.</summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; set; } = new Dictionary<string, string>();

    /// <summary>The number of the first epoch; a replay into a new table keeps the numbers.</summary>
    public long FirstEpoch { get; init; } = 1;

    /// <summary>The epoch that the next commit will try to be.</summary>
    public long NextEpoch => _newest?.Epoch + 1 ?? FirstEpoch;

    /// <summary>
    /// Rule 1: opens the outputs, brings side tables up to the primary one, and gives the positions of all splits. Call it before the first sample, and after
    /// having been fenced or given other splits.
    /// </summary>
    /// <param name="owns">Which splits this worker holds.</param>
    /// <param name="abort">Stops.</param>
    public async ValueTask<SplitPositions> TakeAsync(Func<SplitId, bool> owns, CancellationToken abort)
    {
        _owns = owns;
        _snapshot = await _primary.OpenAsync(identity.Pipeline, [], abort);
        _newest = await ReadNewestAsync(_snapshot, abort);
        await _primary.PublishAsync(_snapshot, abort);
        await _rollForward.TakeAsync(_snapshot, abort);
        return PositionsOf(_snapshot);
    }

    /// <summary>What an operator is given back, for the splits in hand.</summary>
    public ValueTask<RestoredState> RestoreAsync(string operatorKey, CancellationToken abort) => _states.RestoreAsync(_newest, operatorKey, _owns, abort);

    /// <summary>Rules 3 to 6: makes the epoch visible in one entry, or throws. <see cref="FollowAsync"/> comes next.</summary>
    /// <remarks>An abort is not heard once the entry is on its way: who gave up then would not know whether the epoch is visible.</remarks>
    /// <returns>The primary table's version.</returns>
    /// <exception cref="FencedException">Another worker touched a split in hand. The epoch's files are orphans.</exception>
    public async ValueTask<long> CommitAsync(ClosedEpoch epoch, CancellationToken abort)
    {
        var written = await _states.WriteAsync(epoch.States, attempts(), abort);
        while (true)
        {
            var attempt = attempts();
            var manifest = await _states.CarryForwardAsync(ManifestBuilder.Build(identity, epoch, NextEpoch, _newest, attempt, outputs) with { Models = Models, Runtimes = Runtimes }, written, _newest, _owns, attempt, abort);
            await _primary.Store.PutAsync(manifest.Path, manifest.ToJson(), abort);
            var hand = HandOf(epoch);
            var version = _snapshot!.Version + 1;
            abort.ThrowIfCancellationRequested();
            if (await _primary.Log.TryCommitAsync(version, Entry(manifest, hand), CancellationToken.None) || await WasOursAsync(version, attempt, CancellationToken.None))
            {
                _snapshot = await _primary.Log.AdvanceAsync(_snapshot, version, CancellationToken.None);
                _newest = manifest;
                return version;
            }

            await GiveWayAsync(hand, abort);
        }
    }

    /// <summary>Rule 7: brings what follows the primary table's log up to the newest commit. What is left undone is done by whoever starts next.</summary>
    public async ValueTask FollowAsync(CancellationToken abort)
    {
        await _primary.PublishAsync(_snapshot!, abort);
        await _rollForward.CommittedAsync(Version, _newest!, abort);
        await _primary.CheckpointAsync(_snapshot!, abort);
    }

    // A put whose answer was lost, and that was tried again, finds its own entry.
    private async ValueTask<bool> WasOursAsync(long version, long attempt, CancellationToken abort) =>
        await _primary.Log.ReadEntryAsync(version, abort) is { } entry && entry.OfType<TxnAction>().Any(t => t.AppId == _ids.Manifest && t.Version == attempt);

    // Rule 5: txn versions alone do not tell; what the entries in between touched does. Only entries that were compared may be taken over: an entry that
    // arrives meanwhile is met at the next try.
    private async ValueTask GiveWayAsync(Dictionary<SplitId, long> hand, CancellationToken abort)
    {
        var held = hand.Keys.Select(_ids.Of).ToHashSet();
        var version = _snapshot!.Version;
        while (await _primary.Log.ReadEntryAsync(version + 1, abort) is { } entry)
        {
            version++;
            if (entry.OfType<TxnAction>().FirstOrDefault(t => held.Contains(t.AppId)) is { } touched)
            {
                throw new FencedException(_ids.SplitOf(touched.AppId)!.Value, version);
            }
        }

        if (version == _snapshot.Version)
        {
            throw new InvalidDataException($"Version {version + 1} was committed by another writer and is already gone from the log. Start again.");
        }

        _snapshot = await _primary.Log.AdvanceAsync(_snapshot, version, abort);
        _newest = await ReadNewestAsync(_snapshot, abort);
    }

    // Splits that ended but whose samples an operator still holds belong to the hand until it has let them go.
    private Dictionary<SplitId, long> HandOf(ClosedEpoch epoch)
    {
        var hand = new Dictionary<SplitId, long>(epoch.Hand);
        foreach (var state in (_newest?.Splits ?? []).Where(s => _owns(s.Id)))
        {
            hand.TryAdd(state.Id, _snapshot!.Txns.GetValueOrDefault(_ids.Of(state.Id))?.Version ?? 0);
        }

        return hand;
    }

    private List<LogAction> Entry(EpochManifest manifest, Dictionary<SplitId, long> hand)
    {
        var info = _primary.Info("WRITE", new JsonObject
        {
            ["epoch"] = manifest.Epoch,
            ["manifest"] = manifest.Path,
            ["samplesIn"] = manifest.Samples.In,
            ["samplesOut"] = manifest.Samples.Out,
        });
        return
        [
            info,
            .. _primary.Adds(manifest.Files),
            .. hand.OrderBy(h => h.Key).Select(h => new TxnAction(_ids.Of(h.Key), h.Value)),
            new TxnAction(_ids.Epoch, manifest.Epoch),
            new TxnAction(_ids.Manifest, manifest.Attempt),
        ];
    }

    private SplitPositions PositionsOf(TableSnapshot snapshot)
    {
        var positions = System.Collections.Immutable.ImmutableSortedDictionary.CreateBuilder<SplitId, long>();
        foreach (var (appId, version) in snapshot.Transactions)
        {
            if (_ids.SplitOf(appId) is { } split)
            {
                positions[split] = version;
            }
        }

        return new(positions.ToImmutable());
    }

    private async ValueTask<EpochManifest?> ReadNewestAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        if (!snapshot.Transactions.TryGetValue(_ids.Epoch, out var epoch) || !snapshot.Transactions.TryGetValue(_ids.Manifest, out var attempt))
        {
            return null;
        }

        var path = EpochManifest.PathOf(epoch, attempt);
        var file = await _primary.Store.OpenReadAsync(path, abort)
            ?? throw new BadInputException($"The table's newest manifest '{path}' is missing: without it the operators' state cannot be restored. Bring the file back, or write to a new folder.");
        return await EpochManifest.ReadAsync(file, abort);
    }
}
