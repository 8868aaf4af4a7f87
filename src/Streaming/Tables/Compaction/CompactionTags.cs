using System.Globalization;

namespace Streaming.Tables;

/// <summary>What the <c>add</c> of a merged file says of its parts. With the manifests, which name every shard with its rows, it tells where each part lies in it.</summary>
internal static class CompactionTags
{
    /// <summary>The file whose place in the feed's order it takes: one that the same entry removes.</summary>
    public const string Place = "streaming.place";

    /// <summary>The shard, as it was written first, that its rows begin with.</summary>
    public const string First = "streaming.first";

    /// <summary>The shard, as it was written first, that its rows end with.</summary>
    public const string Last = "streaming.last";

    /// <summary>How many shards it was merged from, over all mergings.</summary>
    public const string Parts = "streaming.parts";

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<AddAction> parts) => new Dictionary<string, string>
    {
        [Place] = parts[0].Path,
        [First] = FirstOf(parts[0]),
        [Last] = parts[^1].Tags?.GetValueOrDefault(Last) ?? parts[^1].Path,
        [Parts] = parts.Sum(p => long.TryParse(p.Tags?.GetValueOrDefault(Parts), CultureInfo.InvariantCulture, out var n) ? n : 1).ToString(CultureInfo.InvariantCulture),
    };

    public static string FirstOf(AddAction file) => file.Tags?.GetValueOrDefault(First) ?? file.Path;
}
