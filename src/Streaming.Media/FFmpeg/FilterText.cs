using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Recordings.FFmpeg;

/// <summary>A filter of FFmpeg as its command line has it: <c>name=key=value:key=value</c>, with what its grammar means escaped in the values.</summary>
internal static partial class FilterText
{
    /// <summary>Puts it together.</summary>
    public static string Of(string name, IReadOnlyDictionary<string, object?> arguments) =>
        arguments.Count == 0 ? name : $"{name}={string.Join(':', arguments.Select(a => $"{a.Key}={Escaped(Written(a.Value))}"))}";

    /// <summary>Whether it can be the name of a filter or of one of its parameters.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    private static string Written(object? value) => value switch
    {
        bool truth => truth ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // Twice: once for the filter's own list of parameters, once for the graph of filters.
    private static string Escaped(string value) => Escaped(Escaped(value, @"\':"), @"\'[],;");

    private static string Escaped(string value, string special)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            escaped.Append(special.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
