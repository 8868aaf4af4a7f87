namespace Streaming.Operators.Safety.OptOuts;

/// <summary>Reads fields of preferences: <c>train-ai=n, search=y</c>, a dictionary of structured fields (RFC 9651) of which single words are enough here.</summary>
internal static class Preferences
{
    /// <summary>Whether the last word on a key is this value; parameters behind it do not count.</summary>
    public static bool Says(string field, string key, string value)
    {
        var says = false;
        foreach (var range in field.AsSpan().SplitAny(',', '\n'))
        {
            var part = field.AsSpan(range);
            part = part[..(part.IndexOf(';') is var end and >= 0 ? end : part.Length)];
            if (part.IndexOf('=') is var equals and > 0 && part[..equals].Trim().Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                says = part[(equals + 1)..].Trim().Equals(value, StringComparison.OrdinalIgnoreCase);
            }
        }

        return says;
    }
}
