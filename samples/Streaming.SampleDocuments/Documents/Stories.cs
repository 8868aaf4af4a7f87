using System.Globalization;
using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Documents;

/// <summary>Reports of small events in English, and pages that pretend to be some: what the classifier in <c>models/quality</c> tells apart.</summary>
internal static class Stories
{
    private const int Count = 480;

    // Of a hundred; the rest is clean.
    private const int Adverts = 18;
    private const int Careless = 17;

    /// <summary>The same for the same seed.</summary>
    public static IReadOnlyList<SampleDocument> Make(ulong seed)
    {
        var (dice, language) = (new Dice(seed), Language.Stories);
        return [.. Enumerable.Range(0, Count).Select(number =>
        {
            var roll = dice.Below(100);
            var (label, text) = roll < Adverts ? (Labels.Advert, Advert(language, dice))
                : roll < Adverts + Careless ? (Labels.Careless, Neglect(Story(language, dice, 3), dice))
                : (Labels.Clean, Story(language, dice, 5 + dice.Below(8)));
            var id = number.ToString("D5", CultureInfo.InvariantCulture);
            return new SampleDocument($"story-{id}", text, "en", $"https://stories.example.org/{Contacts.Word(dice)}/{id}", label, DuplicateOf: null);
        })];
    }

    private static string Story(Language language, Dice dice, int sentences) => string.Join(' ', dice.Shuffle(language.Sentences)[..Math.Min(sentences, language.Sentences.Count)].Select(s => language.Fill(s, dice)));

    // As in a chat: no capitals, no stops, and a question at its end that nobody asked.
    private static string Neglect(string story, Dice dice) =>
        story.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) + dice.Of<string>([" anyone know library hours??", " lol idk", " pls help thx", " same here??"]);

    private static string Advert(Language language, Dice dice)
    {
        var list = dice.Of<string>(["advert", "menu", "search"]);
        return string.Join(list == "search" ? ", " : " ", Enumerable.Range(0, 6 + dice.Below(8)).Select(_ => language.Line(list, dice)));
    }
}
