namespace Streaming.Operators.Augmentation;

/// <summary>
/// Makes varied copies of English texts: words or characters are left out, exchanged, inserted, mistyped. Turn on one to three ways; more change what texts mean. The copies
/// are drawn, and are not those of Data-Juicer; how many there are is the same.
/// </summary>
[Operator("nlpaug_en_mapper", Example = "{ aug_num: 2, delete_random_word: true, keyboard_error_char: true }")]
internal sealed class NlpaugEnMapper(NlpaugEnMapperOptions options) : VariationExpander(options, [.. Ways(options)])
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    // Keys beside each other, row by row.
    private static readonly string[] Keyboard = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

    // Characters that scanners take for each other.
    private static readonly string[] LookAlikes = ["0oO", "1lI", "5sS", "8B", "2zZ", "6b", "9gq", "uv", "ce", "mn", "hb"];

    private static IEnumerable<Variation> Ways(NlpaugEnMapperOptions options)
    {
        IEnumerable<(bool Wanted, Variation Way)> ways =
        [
            (options.DeleteRandomWord, (text, random) => Variations.OfWords(text, words => Delete(words, random))),
            (options.SwapRandomWord, (text, random) => Variations.OfWords(text, words => Variations.SwapNeighbours(words, random))),
            (options.SpellingErrorWord, (text, random) => Variations.OfWords(text, words => Change(words, random, Misspell))),
            (options.SplitRandomWord, (text, random) => Variations.OfWords(text, words => Change(words, random, Split))),
            (options.KeyboardErrorChar, (text, random) => Variations.ReplaceCharacters(text, Neighbours, random)),
            (options.OcrErrorChar, (text, random) => Variations.ReplaceCharacters(text, LookAlikesOf, random)),
            (options.DeleteRandomChar, Variations.DeleteCharacters),
            (options.SwapRandomChar, Variations.SwapCharacters),
            (options.InsertRandomChar, (text, random) => Variations.InsertCharacters(text, Alphabet, random)),
        ];
        return ways.Where(w => w.Wanted).Select(w => w.Way);
    }

    private static void Delete(List<string> words, Random random)
    {
        for (var i = Variations.CountOf(words.Count); i > 0 && words.Count > 1; i--)
        {
            words.RemoveAt(random.Next(words.Count));
        }
    }

    private static void Change(List<string> words, Random random, Func<string, Random, string> change)
    {
        var places = Enumerable.Range(0, words.Count).Where(i => words[i].Length >= 3 && words[i].All(char.IsAsciiLetter)).ToArray();
        random.Shuffle(places);
        foreach (var place in places.Take(Variations.CountOf(places.Length)))
        {
            words[place] = change(words[place], random);
        }
    }

    private static string Split(string word, Random random) => word.Insert(random.Next(1, word.Length), " ");

    // A letter twice, a letter too few, or a vowel for another: what people misspell most.
    private static string Misspell(string word, Random random)
    {
        var at = random.Next(1, word.Length);
        return random.Next(3) switch
        {
            0 => word.Insert(at, word[at].ToString()),
            1 => word.Remove(at, 1),
            _ => "aeiou".IndexOf(word[at], StringComparison.Ordinal) is var vowel and >= 0 ? $"{word[..at]}{"eiaue"[vowel]}{word[(at + 1)..]}" : word.Remove(at, 1),
        };
    }

    private static string Neighbours(char c)
    {
        foreach (var row in Keyboard)
        {
            if (row.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal) is var at and >= 0)
            {
                return (at > 0 ? row[at - 1].ToString() : "") + (at + 1 < row.Length ? row[at + 1].ToString() : "");
            }
        }

        return "";
    }

    private static string LookAlikesOf(char c) =>
        string.Concat(LookAlikes.Where(set => set.Contains(c, StringComparison.Ordinal)).Select(set => set.Replace(c.ToString(), "", StringComparison.Ordinal)));
}

/// <summary>Options of <c>nlpaug_en_mapper</c>.</summary>
internal sealed record NlpaugEnMapperOptions : VariationOptions
{
    /// <summary>Leaves some words out.</summary>
    public bool DeleteRandomWord { get; init; }

    /// <summary>Exchanges some neighbouring words.</summary>
    public bool SwapRandomWord { get; init; }

    /// <summary>Misspells some words.</summary>
    public bool SpellingErrorWord { get; init; }

    /// <summary>Puts blanks into some words.</summary>
    public bool SplitRandomWord { get; init; }

    /// <summary>Replaces some characters by those beside them on a keyboard.</summary>
    public bool KeyboardErrorChar { get; init; }

    /// <summary>Replaces some characters by those that scanners take for them.</summary>
    public bool OcrErrorChar { get; init; }

    /// <summary>Leaves some characters out.</summary>
    public bool DeleteRandomChar { get; init; }

    /// <summary>Exchanges some neighbouring characters.</summary>
    public bool SwapRandomChar { get; init; }

    /// <summary>Inserts some characters.</summary>
    public bool InsertRandomChar { get; init; }
}
