using System.Globalization;
using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Documents;

/// <summary>The quickstart's documents: the same for the same seed.</summary>
internal static class Corpus
{
    private const int Originals = 3600;

    // Of a hundred originals; the rest is clean.
    private static readonly (string Label, int Share)[] Shares =
    [
        (Labels.Mojibake, 6), (Labels.Html, 7), (Labels.Contact, 7),
        (Labels.Shouting, 2), (Labels.Keywords, 2), (Labels.Repetition, 2), (Labels.Boilerplate, 2), (Labels.Tiny, 2),
    ];

    /// <summary>All documents, every duplicate after what it repeats.</summary>
    public static IReadOnlyList<SampleDocument> Make(ulong seed)
    {
        var dice = new Dice(seed);
        var placed = new List<(double Place, SampleDocument Document)>();
        for (var i = 0; i < Originals; i++)
        {
            var language = Pick(Language.All, dice);
            var original = Original(language, dice, i);
            var place = dice.Share();
            placed.Add((place, original));
            if (original.Label == Labels.Clean && dice.Below(100) < 22)
            {
                placed.Add((place + ((1 - place) * dice.Share()), Duplicate(original, language, dice)));
            }
        }

        return [.. placed.OrderBy(p => p.Place).ThenBy(p => p.Document.Id, StringComparer.Ordinal).Select(p => p.Document)];
    }

    private static SampleDocument Original(Language language, Dice dice, int number)
    {
        var label = Pick([.. Shares, (Labels.Clean, 100 - Shares.Sum(s => s.Share))], dice);
        var text = label switch
        {
            Labels.Mojibake => Damage.Misread(Prose.Write(language, dice), language),
            Labels.Html => Damage.MarkUp(Prose.Write(language, dice), dice),
            Labels.Contact => Damage.AddContacts(Prose.Write(language, dice), language, dice),
            Labels.Clean => Prose.Write(language, dice),
            _ => Junk.Write(label, language, dice),
        };
        var id = number.ToString("D5", CultureInfo.InvariantCulture);
        return new($"doc-{id}", text, language.Code, $"https://{language.Code}.example.org/{Contacts.Word(dice)}/{id}", label, DuplicateOf: null);
    }

    private static SampleDocument Duplicate(SampleDocument original, Language language, Dice dice)
    {
        var isExact = dice.Below(2) == 0;
        return original with
        {
            Id = original.Id + "-copy",
            Text = isExact ? original.Text : Prose.Vary(original.Text, language, dice),
            Url = $"https://mirror.example.org/{Contacts.Word(dice)}/{original.Id}",
            Label = isExact ? Labels.ExactDuplicate : Labels.NearDuplicate,
            DuplicateOf = original.Id,
        };
    }

    private static T Pick<T>(IReadOnlyList<(T Item, int Share)> shares, Dice dice)
    {
        var left = dice.Below(shares.Sum(s => s.Share));
        return shares.First(s => (left -= s.Share) < 0).Item;
    }
}
