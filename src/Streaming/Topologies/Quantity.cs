using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Topologies;

/// <summary>Parses numbers with their units: <c>4k</c>, <c>512MiB</c>, <c>1h30m</c>.</summary>
internal static partial class Quantity
{
    /// <summary>A whole number; <c>k</c>, <c>M</c>, <c>G</c> are thousands, <c>Ki</c>, <c>Mi</c>, <c>Gi</c> 1,024s. Underscores may group digits.</summary>
    public static decimal? Count(string text) =>
        Counts().Match(text) is { Success: true } m && Number(m) is { } number ? Whole(number, CountFactor(m.Groups["unit"].Value)) : null;

    /// <summary>A plain number.</summary>
    public static double? Weight(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Bytes; <c>kB</c>, <c>MB</c>, <c>GB</c> are thousands, <c>KiB</c>, <c>MiB</c>, <c>GiB</c> 1,024s.</summary>
    public static long? Bytes(string text) =>
        Sizes().Match(text) is { Success: true } m && Number(m) is { } number && Whole(number, ByteFactor(m.Groups["unit"].Value)) is { } bytes and <= long.MaxValue ? (long)bytes : null;

    /// <summary>A time; a plain number counts <paramref name="plain"/>.</summary>
    public static TimeSpan? Duration(string text, TimeSpan plain)
    {
        if (PlainNumbers().Match(text) is { Success: true } single)
        {
            return Number(single) is { } number ? Ticks(number * plain.Ticks) : null;
        }

        if (Durations().Match(text) is not { Success: true } parts)
        {
            return null;
        }

        decimal ticks = 0;
        foreach (Capture part in parts.Groups["part"].Captures)
        {
            var split = part.Value.AsSpan().IndexOfAnyExceptInRange('.', '9');
            if (decimal.TryParse(part.Value.AsSpan(0, split), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000_000_000)
            {
                ticks += number * DurationUnit(part.Value[split..]).Ticks;
            }
            else
            {
                return null;
            }
        }

        return Ticks(ticks);
    }

    private static TimeSpan? Ticks(decimal ticks) => Math.Abs(ticks) <= long.MaxValue ? new TimeSpan((long)ticks) : null;

    private static decimal? Whole(decimal number, decimal factor) =>
        Math.Abs(number) <= ulong.MaxValue / factor && number * factor is var product && decimal.IsInteger(product) ? product : null;

    // Within these bounds every later multiplication stays in the range of decimal.
    private static decimal? Number(Match match) =>
        decimal.TryParse(match.Groups["number"].Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= ulong.MaxValue
            ? number : null;

    private static decimal CountFactor(string unit) => unit switch
    {
        "k" => 1000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "Ki" => 1L << 10,
        "Mi" => 1L << 20,
        "Gi" => 1L << 30,
        _ => 1,
    };

    private static decimal ByteFactor(string unit) => unit switch
    {
        "kB" or "KB" => 1000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "TB" => 1_000_000_000_000,
        "KiB" => 1L << 10,
        "MiB" => 1L << 20,
        "GiB" => 1L << 30,
        "TiB" => 1L << 40,
        _ => 1,
    };

    private static TimeSpan DurationUnit(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" or "min" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex(@"^(?<number>[-+]?\d[\d_]*(\.\d+)?([eE]\+?\d{1,2})?) ?(?<unit>[kMG]|[KMG]i)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Counts();

    [GeneratedRegex(@"^(?<number>\d[\d_]*(\.\d+)?([eE]\+?\d{1,2})?) ?(?<unit>B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sizes();

    [GeneratedRegex(@"^(?<number>\d[\d_]*(\.\d+)?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PlainNumbers();

    [GeneratedRegex(@"^(?<part>\d+(\.\d+)?(ms|s|min|m|h|d)){1,5}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Durations();
}
