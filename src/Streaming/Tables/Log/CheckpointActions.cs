using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Tables;

/// <summary>The rows of a checkpoint: everything that still counts (protocol section "Checkpoints").</summary>
internal static partial class CheckpointActions
{
    private const string RetentionProperty = "delta.deletedFileRetentionDuration";
    private static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(7);

    /// <summary>Protocol, metadata, txns by name, files in log order, tombstones that have not expired by path.</summary>
    public static IReadOnlyList<LogAction> Of(TableSnapshot snapshot, DateTimeOffset now)
    {
        var expired = (now - Retention(snapshot.Metadata)).ToUnixTimeMilliseconds();
        return
        [
            snapshot.Protocol,
            snapshot.Metadata,
            .. snapshot.Txns.Values.OrderBy(t => t.AppId, StringComparer.Ordinal),
            .. snapshot.Files,
            .. snapshot.Tombstones.Values.Where(t => (t.DeletionTimestamp ?? 0) > expired).OrderBy(t => t.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>How long removed files stay for readers of older versions.</summary>
    public static TimeSpan Retention(MetadataAction metadata)
    {
        if (!metadata.Configuration.TryGetValue(RetentionProperty, out var text) || Interval().Match(text) is not { Success: true } match
            || !int.TryParse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture, out var count))
        {
            return DefaultRetention;
        }

        return match.Groups["unit"].Value switch
        {
            "second" => TimeSpan.FromSeconds(count),
            "minute" => TimeSpan.FromMinutes(count),
            "hour" => TimeSpan.FromHours(count),
            "day" => TimeSpan.FromDays(count),
            _ => TimeSpan.FromDays(7L * count),
        };
    }

    [GeneratedRegex("^(?:interval )?(?<count>[0-9]+) (?<unit>second|minute|hour|day|week)s?$")]
    private static partial Regex Interval();
}
