using System.Text;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Augmentation;

/// <summary>Ways to vary texts that are the same in every language. Lengths and places count code points, so that no character is torn apart.</summary>
internal static class Variations
{
    private const double Share = 0.3;
    private const int Most = 10;

    /// <summary>How many of some parts are varied: three of ten, at least one, at most ten.</summary>
    public static int CountOf(int parts) => parts == 0 ? 0 : Math.Clamp((int)(Share * parts), 1, Most);

    /// <summary>Leaves some characters out.</summary>
    public static string DeleteCharacters(string text, Random random) => OfRunes(text, runes =>
    {
        for (var i = CountOf(runes.Count); i > 0 && runes.Count > 1; i--)
        {
            runes.RemoveAt(random.Next(runes.Count));
        }
    });

    /// <summary>Exchanges some neighbouring characters.</summary>
    public static string SwapCharacters(string text, Random random) => OfRunes(text, runes => SwapNeighbours(runes, random));

    /// <summary>Inserts some characters of an alphabet.</summary>
    public static string InsertCharacters(string text, string alphabet, Random random) => OfRunes(text, runes =>
    {
        for (var i = CountOf(runes.Count); i > 0; i--)
        {
            runes.Insert(random.Next(runes.Count + 1), alphabet[random.Next(alphabet.Length)]);
        }
    });

    /// <summary>Replaces some of the characters that a table knows by one of those that it gives for them.</summary>
    public static string ReplaceCharacters(string text, Func<char, string> table, Random random) => OfRunes(text, runes =>
    {
        var places = Enumerable.Range(0, runes.Count).Where(i => runes[i] <= char.MaxValue && table((char)runes[i]).Length > 0).ToArray();
        random.Shuffle(places);
        foreach (var place in places.Take(CountOf(places.Length)))
        {
            var choices = table((char)runes[place]);
            runes[place] = choices[random.Next(choices.Length)];
        }
    });

    /// <summary>Varies the words, which stand between blanks.</summary>
    public static string OfWords(string text, Action<List<string>> vary)
    {
        var words = text.Split(' ').ToList();
        vary(words);
        return string.Join(' ', words);
    }

    /// <summary>Exchanges some neighbours.</summary>
    public static void SwapNeighbours<T>(List<T> parts, Random random)
    {
        for (var i = CountOf(parts.Count); i > 0 && parts.Count > 1; i--)
        {
            var at = random.Next(parts.Count - 1);
            (parts[at], parts[at + 1]) = (parts[at + 1], parts[at]);
        }
    }

    private static string OfRunes(string text, Action<List<int>> vary)
    {
        var codePoints = new int[text.Length];
        var runes = new List<int>(codePoints.AsSpan(0, CodePoints.Decode(text, codePoints)).ToArray());
        vary(runes);
        var varied = new StringBuilder(text.Length);
        foreach (var rune in runes)
        {
            Escapes.AppendCodePoint(varied, rune);
        }

        return varied.ToString();
    }
}
