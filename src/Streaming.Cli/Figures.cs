using System.Globalization;

namespace Streaming.Cli;

/// <summary>Writes figures for people.</summary>
internal static class Figures
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => Invariant($"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => Invariant($"{bytes / (double)(1L << 20):0.0} MiB"),
        >= 1L << 10 => Invariant($"{bytes / (double)(1L << 10):0.0} KiB"),
        _ => Invariant($"{bytes} B"),
    };

    public static string Percent(double share) => Invariant($"{share * 100:0.#} %");

    public static string Share(long part, long whole) => whole == 0 ? "" : Percent((double)part / whole);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => Invariant($"{(long)time.TotalHours}h {time.Minutes:00}m"),
        { TotalMinutes: >= 1 } => Invariant($"{time.Minutes}m {time.Seconds:00}s"),
        _ => Invariant($"{time.TotalSeconds:0.0}s"),
    };

    /// <summary>A time far below a second, e.g. what a sample costs.</summary>
    public static string Micros(double micros) => micros >= 1_000 ? Invariant($"{micros / 1_000:0.0} ms") : Invariant($"{micros:0.#} µs");

    /// <summary>Text of a dataset for a terminal, which must not obey it: no control characters, and none that turn the direction of what follows.</summary>
    public static string Visible(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? '\uFFFD' : c));

    public static string Number(double number) => number.ToString(Math.Abs(number) >= 100 || double.IsInteger(number) ? "#,0.##" : "0.####", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
