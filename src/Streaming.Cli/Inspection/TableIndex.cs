using System.Text.Json.Nodes;
using Streaming.Epochs;
using Streaming.Operators.Deduplication.Keys;
using Streaming.Tables;

namespace Streaming.Cli.Inspection;

/// <summary>What an operator's log of state holds, such as a deduplicator's index: its size, and how it grew.</summary>
/// <param name="Operator">The operator's name and rank.</param>
/// <param name="Bytes">Bytes of its log.</param>
/// <param name="Entries">Keys in it, new ones of two workers counted twice; null where it is no log of keys.</param>
/// <param name="KeyBytes">Bytes of a key; 0 where there is none.</param>
/// <param name="Growth">Bytes that each epoch added, the newest first.</param>
internal sealed record TableIndex(string Operator, long Bytes, long? Entries, int KeyBytes, IReadOnlyList<KeyValuePair<long, long>> Growth)
{
    /// <summary>The indexes of a table, by operator.</summary>
    public static async Task<IReadOnlyList<TableIndex>> OfAsync(InspectedTable table, CancellationToken abort)
    {
        var indexes = new List<TableIndex>();
        if (table.Manifests.Count == 0)
        {
            return indexes;
        }

        var store = ObjectStores.Open(table.Folder);
        foreach (var (key, parts) in table.Manifests[0].Logs.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            var census = await CensusAsync(store, parts, abort);
            indexes.Add(new(key, parts.Sum(p => p.Length), census?.Keys, census?.KeyBytes ?? 0, GrowthOf(table, key)));
        }

        return indexes;
    }

    /// <summary>Bytes that stores keep beside the table, by the store's name.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> KeptOf(InspectedTable table)
    {
        var folder = StorePlace.IsAddress(table.Folder) ? null : new DirectoryInfo(StorePlace.Full(table.Folder) + ".kept/indexes");
        return folder is { Exists: true }
            ? [.. folder.EnumerateDirectories().OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => KeyValuePair.Create(d.Name, d.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length)))]
            : [];
    }

    /// <summary>The entries that an epoch added; it adds one part.</summary>
    public long? EntriesIn(long bytes) => Entries is null ? null : KeyBytes == 0 ? 0 : KeyLogCensus.KeysIn(bytes, KeyBytes);

    public JsonObject Json() => new()
    {
        ["operator"] = Operator,
        ["entries"] = Entries,
        ["bytes"] = Bytes,
        ["growth"] = new JsonArray([.. Growth.Reverse().Select(g => (JsonNode)new JsonObject { ["epoch"] = g.Key, ["bytes"] = g.Value, ["entries"] = EntriesIn(g.Value) })]),
    };

    private static async Task<(long Keys, int KeyBytes)?> CensusAsync(IObjectStore store, IReadOnlyList<LogPart> parts, CancellationToken abort)
    {
        var (entries, keyBytes) = (0L, 0);
        foreach (var part in parts)
        {
            await using var file = await store.OpenReadAsync(part.File, abort) ?? throw new InvalidDataException($"State file '{part.File}' is named by the newest manifest, but missing.");
            if (KeyLogCensus.Count(file) is not { } some)
            {
                return null;
            }

            (entries, keyBytes) = (entries + some.Keys, Math.Max(keyBytes, some.KeyBytes));
        }

        return (entries, keyBytes);
    }

    // Each manifest names the whole log, joined in ever larger parts: the sum grows by what the epoch added.
    private static List<KeyValuePair<long, long>> GrowthOf(InspectedTable table, string key)
    {
        var sizes = table.Manifests.Select(m => (m.Epoch, Bytes: m.Logs.GetValueOrDefault(key, []).Sum(p => p.Length))).ToList();
        return [.. sizes.Select((s, i) => KeyValuePair.Create(s.Epoch, s.Bytes - (i + 1 < sizes.Count ? sizes[i + 1].Bytes : 0)))];
    }
}
