using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>The operators' state as files of the primary table, and what manifests say of them.</summary>
internal sealed class StateFiles(IObjectStore store)
{
    /// <summary>So many parts of a tier are joined into one of the next.</summary>
    private const int Fan = 16;

    /// <summary>Writes what the operators handed over; the files do not depend on which attempt to commit succeeds.</summary>
    public async ValueTask<WrittenState> WriteAsync(IReadOnlyList<StateSnapshot> states, long attempt, CancellationToken abort)
    {
        var splits = new List<SplitState>();
        var logs = new Dictionary<string, LogPart>();
        for (var i = 0; i < states.Count; i++)
        {
            var pieces = states[i].SplitBytes.ToList();
            if (pieces.Count > 0)
            {
                splits.AddRange(await WriteSplitsAsync(states[i].Key, pieces, $"{TableFolders.State}/{attempt:x16}-{i:D3}-splits.bin", abort));
            }

            if (!states[i].LogBytes.IsEmpty)
            {
                var path = $"{TableFolders.State}/{attempt:x16}-{i:D3}-log.bin";
                await store.PutAsync(path, states[i].LogBytes, abort);
                logs[states[i].Key] = new(path, states[i].LogBytes.Length, 0);
            }
        }

        return new(splits, logs);
    }

    /// <summary>The manifest with the state of the splits in hand as it was just written, and everything else as the newest manifest has it (rule 6).</summary>
    public async ValueTask<EpochManifest> CarryForwardAsync(
        EpochManifest manifest, WrittenState written, EpochManifest? newest, Func<SplitId, bool> owns, long attempt, CancellationToken abort)
    {
        var logs = (newest?.Logs ?? new Dictionary<string, IReadOnlyList<LogPart>>()).ToDictionary();
        foreach (var (key, part) in written.Logs)
        {
            logs[key] = await JoinTiersAsync([.. logs.GetValueOrDefault(key, []), part], $"{TableFolders.State}/{attempt:x16}-{key.Replace('#', '-')}", abort);
        }

        return manifest with
        {
            Splits = [.. (newest?.Splits ?? []).Where(s => !owns(s.Id)), .. written.Splits],
            Logs = logs,
        };
    }

    /// <summary>Reads back what a manifest says of one operator.</summary>
    public async ValueTask<RestoredState> RestoreAsync(EpochManifest? manifest, string operatorKey, Func<SplitId, bool> owns, CancellationToken abort)
    {
        if (manifest is null)
        {
            return RestoredState.Empty;
        }

        var splits = new List<KeyValuePair<SplitId, ReadOnlyMemory<byte>>>();
        foreach (var state in manifest.Splits.Where(s => s.Operator == operatorKey && owns(s.Id)).OrderBy(s => s.Id))
        {
            await using var file = await OpenAsync(state.File, abort);
            file.Position = state.Offset;
            var bytes = new byte[state.Length];
            await file.ReadExactlyAsync(bytes, abort);
            splits.Add(new(state.Id, bytes));
        }

        var log = new List<Func<Stream>>();
        foreach (var part in manifest.Logs.GetValueOrDefault(operatorKey, []))
        {
            var open = await OpenAsync(part.File, abort);
            log.Add(() => open);
        }

        return new(log, splits);
    }

    private async ValueTask<IEnumerable<SplitState>> WriteSplitsAsync(
        string key, List<KeyValuePair<SplitId, ReadOnlyMemory<byte>>> pieces, string path, CancellationToken abort)
    {
        await using var file = await store.CreateAsync(path, abort);
        var states = new List<SplitState>();
        long offset = 0;
        foreach (var (split, bytes) in pieces)
        {
            await file.Content.WriteAsync(bytes, abort);
            states.Add(new(split.Source, split.Name, key, path, offset, bytes.Length));
            offset += bytes.Length;
        }

        await file.PublishAsync(abort);
        return states;
    }

    private async ValueTask<IReadOnlyList<LogPart>> JoinTiersAsync(List<LogPart> parts, string prefix, CancellationToken abort)
    {
        for (var tier = 0; parts.Count(p => p.Tier == tier) >= Fan; tier++)
        {
            var first = parts.FindIndex(p => p.Tier == tier);
            var joined = parts.Where(p => p.Tier == tier).ToList();
            var path = $"{prefix}-tier{tier + 1}.bin";
            await using var file = await store.CreateAsync(path, abort);
            foreach (var part in joined)
            {
                await using var piece = await OpenAsync(part.File, abort);
                await piece.CopyToAsync(file.Content, abort);
            }

            await file.PublishAsync(abort);
            parts.RemoveAll(p => p.Tier == tier);
            parts.Insert(first, new(path, joined.Sum(p => p.Length), tier + 1));
        }

        return parts;
    }

    private async ValueTask<Stream> OpenAsync(string path, CancellationToken abort) =>
        await store.OpenReadAsync(path, abort) ?? throw new InvalidDataException($"State file '{path}' is named by the newest manifest, but missing.");
}

/// <summary>State that was written and is not committed yet.</summary>
/// <param name="Splits">Per split.</param>
/// <param name="Logs">New log parts by operator.</param>
internal sealed record WrittenState(IReadOnlyList<SplitState> Splits, IReadOnlyDictionary<string, LogPart> Logs);
