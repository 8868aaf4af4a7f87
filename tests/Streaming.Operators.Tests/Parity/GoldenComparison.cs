using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Compares values with recorded ones, as exactly as the recording asks.</summary>
internal sealed partial class GoldenComparison
{
    private readonly double _absolute;
    private readonly double _relative = 1e-12;

    /// <summary>With what a file says about its figures, and what the fixtures' README says of some operators.</summary>
    public GoldenComparison(GoldenFile file)
    {
        if (Number().Match(file.Tolerance) is { Success: true } number)
        {
            var tolerance = double.Parse(number.Value, CultureInfo.InvariantCulture);
            (_absolute, _relative) = file.Tolerance.Contains("relative", StringComparison.Ordinal) ? (0, tolerance) : (tolerance, _relative);
        }

        _absolute = file.Operator switch
        {
            "language_id_score_filter" => 1e-5,
            "perplexity_filter" => 0.1,
            _ => _absolute,
        };
    }

    /// <summary>Whether the value is the recorded one.</summary>
    public bool Same(JsonElement expected, object? actual) => expected.ValueKind switch
    {
        JsonValueKind.Null => actual is null,
        JsonValueKind.True or JsonValueKind.False => actual is bool b && b == expected.GetBoolean(),
        JsonValueKind.Number => actual is IConvertible and not string && SameNumber(expected.GetDouble(), Convert.ToDouble(actual, CultureInfo.InvariantCulture)),
        JsonValueKind.String when actual is double number => SameNumber(NotANumber(expected.GetString()!), number),
        JsonValueKind.String => actual is string s && s == expected.GetString(),
        JsonValueKind.Array => actual is System.Collections.IEnumerable and not string && SameList(expected, (System.Collections.IEnumerable)actual),
        JsonValueKind.Object => expected.EnumerateObject().All(p => Same(p.Value, (actual as Dictionary<string, object?>)?.GetValueOrDefault(p.Name))),
        _ => false,
    };

    private static double NotANumber(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new InvalidDataException($"'{text}' is compared with a number."),
    };

    private bool SameList(JsonElement expected, System.Collections.IEnumerable actual)
    {
        var items = actual.Cast<object?>().ToList();
        return items.Count == expected.GetArrayLength() && expected.EnumerateArray().Zip(items).All(pair => Same(pair.First, pair.Second));
    }

    private bool SameNumber(double expected, double actual) => expected.Equals(actual)
        || Math.Abs(expected - actual) <= Math.Max(_absolute, _relative * Math.Abs(expected));

    [GeneratedRegex(@"\d+(?:\.\d+)?e-?\d+")]
    private static partial Regex Number();
}
