using Streaming.Cli.Analysis.Texts;

namespace Streaming.Cli.Search;

/// <summary>The piece of a text that shows most of the query.</summary>
internal static class Snippet
{
    private const int Units = 200;
    private const int Lead = 40;

    /// <summary>The stretch with the most different terms, and most of them, begun at a blank; the start of a text that has none.</summary>
    public static string Of(string text, QueryTerms? terms)
    {
        var places = terms?.PlacesIn(text) ?? [];
        if (places.Count == 0)
        {
            return ReadableText.Excerpt(text, Units);
        }

        var start = Math.Max(0, Best(places) - Lead);
        if (start > 0 && text.IndexOf(' ', start) is var blank and >= 0 && blank < start + Lead)
        {
            start = blank + 1;
        }

        // Never half a character.
        start += start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? 1 : 0;
        return (start > 0 ? "…" : "") + ReadableText.Excerpt(text[start..], Units);
    }

    private static int Best(List<(int Number, int Start, int End)> places)
    {
        var (best, most) = (places[0].Start, 0);
        for (var from = 0; from < places.Count; from++)
        {
            var inside = places.Skip(from).TakeWhile(p => p.End <= places[from].Start + Units - Lead).ToList();
            var score = (100 * inside.Select(p => p.Number).Distinct().Count()) + inside.Count;
            (best, most) = score > most ? (places[from].Start, score) : (best, most);
        }

        return best;
    }
}
