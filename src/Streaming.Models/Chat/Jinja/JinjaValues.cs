using System.Globalization;
using System.Text;

namespace Streaming.Models.Chat.Jinja;

/// <summary>
/// The values of a template: null (none), bool, long, double, string, lists, maps, functions and <see cref="Undefined"/>; with Python's rules of truth, equality and text.
/// </summary>
internal static class JinjaValues
{
    /// <summary>What a name stands for that nobody has given.</summary>
    public static readonly object Undefined = new();

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        JinjaMap map => map.Count > 0,
        _ => value != Undefined,
    };

    public static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (long or double or bool, long or double or bool) => NumberOf(a) == NumberOf(b),
        (List<object?> left, List<object?> right) => left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second)),
        (JinjaMap left, JinjaMap right) => left.Count == right.Count && left.Keys.All(key => right.TryGetValue(key, out var other) && AreEqual(left[key], other)),
        _ => Equals(a, b),
    };

    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long or double or bool, long or double or bool) => NumberOf(a).CompareTo(NumberOf(b)),
        (string left, string right) => string.CompareOrdinal(left, right),
        _ => throw new JinjaException($"{Kind(a)} and {Kind(b)} cannot be compared"),
    };

    public static double NumberOf(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        double number => number,
        _ => throw new JinjaException($"{Kind(value)} is no number"),
    };

    public static int IntOf(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw new JinjaException($"{Kind(value)} is no whole number"),
    };

    public static string StringOf(object? value) => value as string ?? throw new JinjaException($"{Kind(value)} is no string");

    /// <summary>What a <c>for</c> goes through.</summary>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        JinjaMap map => map.Keys,
        string text => text.EnumerateRunes().Select(rune => (object?)rune.ToString()),
        _ when value == Undefined => [],
        _ => throw new JinjaException($"{Kind(value)} is no list"),
    };

    /// <summary>What is printed.</summary>
    public static string TextOf(object? value) => value as string ?? (value == Undefined ? "" : Python(value));

    public static string Kind(object? value) => value switch
    {
        null => "none",
        bool => "a boolean",
        long or double => "a number",
        string => "a string",
        List<object?> => "a list",
        JinjaMap => "a mapping",
        JinjaFunction => "a function",
        _ => "an undefined value",
    };

    // Python's repr().
    private static string Python(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number == Math.Floor(number) && Math.Abs(number) < 1e16 ? number.ToString("F1", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        string text => Quoted(text),
        List<object?> list => $"[{string.Join(", ", list.Select(Python))}]",
        JinjaMap map => $"{{{string.Join(", ", map.Keys.Select(key => $"{Quoted(key)}: {Python(map[key])}"))}}}",
        _ => throw new JinjaException($"{Kind(value)} cannot be printed"),
    };

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var sign in text)
        {
            quoted.Append(sign switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when sign == quote => $"\\{sign}",
                _ => sign.ToString(),
            });
        }

        return quoted.Append(quote).ToString();
    }
}
