namespace Streaming.Operators.Safety.Pii;

/// <summary>What stands in a text for personal details: <c>[EMAIL]</c>, or with a token <c>[EMAIL:…]</c>.</summary>
internal static class PiiLabel
{
    private static readonly Dictionary<string, PiiKind> Kinds = Enum.GetValues<PiiKind>().ToDictionary(NameOf);

    /// <summary>The label of a kind.</summary>
    public static string Of(PiiKind kind) => $"[{NameOf(kind)}]";

    /// <summary>The label with a token.</summary>
    public static string Of(PiiKind kind, string token) => $"[{NameOf(kind)}:{token}]";

    /// <summary>The kind of that name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out PiiKind kind) => Kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out kind);

    private static string NameOf(PiiKind kind) => kind switch
    {
        PiiKind.CreditCard => "CREDIT_CARD",
        PiiKind.NationalId => "NATIONAL_ID",
        _ => kind.ToString().ToUpperInvariant(),
    };
}
