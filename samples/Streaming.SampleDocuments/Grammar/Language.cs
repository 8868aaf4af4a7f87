using System.Text.RegularExpressions;

namespace Streaming.SampleDocuments.Grammar;

/// <summary>A language's lists of sentences and of what their slots may hold, read from <c>Languages/</c>.</summary>
internal sealed partial class Language
{
    private readonly Dictionary<string, string[]> _lists;

    private Language(string code, Dictionary<string, string[]> lists) => (Code, _lists) = (code, lists);

    /// <summary>ISO 639-1.</summary>
    public string Code { get; }

    /// <summary>The languages, with how many documents of a hundred are in each.</summary>
    public static IReadOnlyList<(Language Language, int Share)> All { get; } =
        [(Load("en"), 35), (Load("de"), 15), (Load("fr"), 15), (Load("es"), 13), (Load("ru"), 12), (Load("zh"), 10)];

    /// <summary>English as <c>models/quality</c> knows it.</summary>
    public static Language Stories { get; } = Load("story");

    /// <summary>Whether words are written without spaces between them.</summary>
    public bool IsUnspaced => Code == "zh";

    /// <summary>The sentences with their slots open.</summary>
    public IReadOnlyList<string> Sentences => _lists["sentence"];

    /// <summary>A line of a list with its slots filled.</summary>
    public string Line(string list, Dice dice) => Fill(dice.Of(_lists[list]), dice);

    /// <summary>
    /// The line with its slots filled and a capital at its start: <c>{who}</c> is a line of that list, <c>{who2}</c> another choice, <c>{did:1}</c> the part of a choice before its bar.
    /// </summary>
    public string Fill(string line, Dice dice)
    {
        var choices = new Dictionary<string, string>();
        var filled = Slot().Replace(line, slot =>
        {
            var key = slot.Groups["list"].Value + slot.Groups["which"].Value;
            if (!choices.TryGetValue(key, out var choice))
            {
                choices[key] = choice = Choose(slot.Groups["list"].Value, dice, choices.Values);
            }

            return slot.Groups["part"].Success ? choice.Split('|')[slot.Groups["part"].Value[0] - '1'] : choice;
        });
        return char.ToUpperInvariant(filled[0]) + filled[1..];
    }

    private string Choose(string list, Dice dice, IEnumerable<string> taken) => list switch
    {
        "n" => $"{dice.Below(95) + 3}",
        "year" => $"{dice.Below(130) + 1890}",
        "email" => $"{Contacts.Word(dice)}.{Contacts.Word(dice)}@{Contacts.Word(dice)}.example.org",
        "link" => $"https://www.{Contacts.Word(dice)}.example.org/{Contacts.Word(dice)}/{dice.Below(9000) + 1000}?page={dice.Below(9) + 1}",
        _ => dice.Of(_lists[list].Except(taken).ToArray()),
    };

    private static Language Load(string code)
    {
        using var reader = new StreamReader(typeof(Language).Assembly.GetManifestResourceStream(code)!);
        var lists = new Dictionary<string, List<string>>();
        var list = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                lists[line[1..^1]] = list = [];
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                list.Add(line);
            }
        }

        return new(code, lists.ToDictionary(l => l.Key, l => l.Value.ToArray()));
    }

    [GeneratedRegex(@"\{(?<list>\p{L}+)(?<which>\d?)(:(?<part>\d))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Slot();
}
