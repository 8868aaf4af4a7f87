using System.Globalization;

namespace Streaming.Operators.Text.Splitting;

/// <summary>Contractions of English with their parts, abbreviations and times of the day.</summary>
internal static class EnglishWords
{
    private static readonly string[] Apostrophes = ["'", "’"];

    private static readonly string[] Halves = ["am", "a.m.", "AM", "pm", "p.m.", "PM"];

    // Without the apostrophe these are words of their own.
    private static readonly string[] OtherWords = ["ill", "id", "its", "hell", "shell", "shed", "were", "well", "whore", "wed", "whys"];

    private static readonly string[] Abbreviations =
    [
        "Adm.", "Bros.", "Co.", "Corp.", "D.C.", "Dr.", "Gen.", "Gov.", "Inc.", "Jr.", "Ltd.", "Messrs.", "Mo.", "Mont.", "Mr.", "Mrs.", "Ms.", "Ph.D.", "Prof.", "Rep.", "Rev.",
        "Sen.", "St.", "vs.", "v.s.", "e.g.", "E.g.", "E.G.", "i.e.", "I.e.", "I.E.", "p.m.", "a.m.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.",
        "Dec.", "Ak.", "Ala.", "Ariz.", "Ark.", "Calif.", "Colo.", "Conn.", "Del.", "Fla.", "Ga.", "Ia.", "Id.", "Ill.", "Ind.", "Kan.", "Kans.", "Ky.", "La.", "Mass.", "Md.", "Mich.",
        "Minn.", "Miss.", "N.C.", "N.D.", "N.H.", "N.J.", "N.M.", "N.Y.", "Neb.", "Nebr.", "Nev.", "Okla.", "Ore.", "Pa.", "S.C.", "Tenn.", "Va.", "Wash.", "Wis.",
        "'d", "and/or", "w/o", "'em", "ol'", "o'clock", "O'clock", "ma'am", "Ma'am", "o.k.", "O.k.", "O.K.", "goin'", "Goin'", "doin'", "Doin'", "nothin'", "Nothin'", "nuthin'",
        "somethin'", "Somethin'", "havin'", "Havin'", "lovin'", "Lovin'", "'Cause", "'cause", "'bout", "'coz", "'cos", "'cuz", "'S", "'s", "’S", "’s", "'nuff", "\\\")", "'re",
    ];

    /// <summary>Each as its parts.</summary>
    public static IEnumerable<string[]> All { get; } =
    [
        .. Pronouns().Concat(Questions()).Concat(Negations()).Concat(Others()).SelectMany(InBothCases).Where(p => p.Length == 1 || !IsOtherWord(string.Concat(p))),
        .. Times(),
        .. Abbreviations.Select(word => new[] { word }),
    ];

    private static bool IsOtherWord(string word) => OtherWords.Contains(word.ToLowerInvariant());

    private static IEnumerable<string[]> InBothCases(string[] parts) => [parts, [CultureInfo.InvariantCulture.TextInfo.ToTitleCase(parts[0][..1]) + parts[0][1..], .. parts[1..]]];

    private static IEnumerable<string[]> Pronouns() => With(["i"], ["m", "ma", "ll", "d", "ve"])
        .Concat(With(["you", "we", "they"], ["re", "ll", "d", "ve"]))
        .Concat(With(["he", "she", "it"], ["s", "ll", "d"]))
        .Concat(AndHave(["i", "you", "we", "they", "he", "she", "it"], ["ll", "d"]));

    private static IEnumerable<string[]> Questions()
    {
        string[] words = ["who", "what", "when", "where", "why", "how", "there", "that"];
        return With(words, ["s", "ll", "d", "re", "ve"]).Concat(AndHave(words, ["ll", "d"]))
            .Concat(With(["this", "these", "those"], ["s", "ll", "d", "re"]).Where(parts => parts[1] is not ("s" or "re")));
    }

    private static IEnumerable<string[]> Negations()
    {
        string[] verbs = ["ca", "could", "do", "does", "did", "had", "may", "might", "must", "need", "ought", "sha", "should", "wo", "would"];
        foreach (var verb in verbs.Concat(["ai", "are", "dare", "has", "have", "is", "was", "were"]))
        {
            foreach (var not in Apostrophes.Select(a => $"n{a}t").Append("nt"))
            {
                yield return [verb, not];
                if (verbs.Contains(verb))
                {
                    yield return [verb, not, not == "nt" ? "ve" : $"{not[1]}ve"];
                }
            }
        }

        foreach (var parts in With(["could", "might", "must", "should", "would", "not"], ["ve"]))
        {
            yield return parts;
        }
    }

    private static IEnumerable<string[]> Others() =>
    [
        ["can", "not"], ["gon", "na"], ["got", "ta"], ["let", "'s"], ["let", "’s"], ["let", "s"], ["c'm", "on"], ["y'", "all"], ["y’", "all"], ["y", "all"], ["how", "'d", "'y"], ["not", "'ve"],
    ];

    // With an apostrophe and without.
    private static IEnumerable<string[]> With(string[] words, string[] endings) =>
        from word in words from ending in endings from mark in Apostrophes.Append("") select new[] { word, mark + ending };

    private static IEnumerable<string[]> AndHave(string[] words, string[] endings) =>
        from word in words from ending in endings from mark in Apostrophes.Append("") select new[] { word, mark + ending, mark + "ve" };

    private static IEnumerable<string[]> Times() =>
        from hour in Enumerable.Range(1, 12) from half in Halves select new[] { $"{hour}", half };
}
