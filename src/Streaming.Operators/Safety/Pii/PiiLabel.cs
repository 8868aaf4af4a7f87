using System.Text.RegularExpressions;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety.Pii;

/// <summary>What stands in a text for personal details: <c>[EMAIL]</c>, or with a token <c>[EMAIL:…]</c>.</summary>
internal static partial class PiiLabel
{
    private static readonly Dictionary<string, PiiKind> Kinds = Enum.GetValues<PiiKind>().ToDictionary(NameOf);

    /// <summary>The label of a kind.</summary>
    public static string Of(PiiKind kind) => $"[{NameOf(kind)}]";

    /// <summary>The label with a token.</summary>
    public static string Of(PiiKind kind, string token) => $"[{NameOf(kind)}:{token}]";

    /// <summary>The kind of that name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out PiiKind kind) => Kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out kind);

    /// <summary>Where labels stand in a text, with a token or without.</summary>
    public static List<TextSpan> PlacesIn(string text)
    {
        var places = new List<TextSpan>();
        foreach (var match in Label().EnumerateMatches(text))
        {
            var label = text.AsSpan(match.Index + 1, match.Length - 2);
            if (TryParse(label.IndexOf(':') is var colon and >= 0 ? label[..colon] : label, out _))
            {
                places.Add(new(match.Index, match.Index + match.Length));
            }
        }

        return places;
    }

    [GeneratedRegex(@"\[[A-Z_]{2,12}(?::[A-Za-z0-9_-]{32,})?\]", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    private static string NameOf(PiiKind kind) => kind switch
    {
        PiiKind.CreditCard => "CREDIT_CARD",
        PiiKind.NationalId => "NATIONAL_ID",
        _ => kind.ToString().ToUpperInvariant(),
    };
}
