using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Documents;

/// <summary>Clean text.</summary>
internal static class Prose
{
    /// <summary>A few paragraphs; no sentence comes twice.</summary>
    public static string Write(Language language, Dice dice)
    {
        var sentences = dice.Shuffle(language.Sentences)[..(6 + dice.Below(9))];
        var paragraphs = new List<string>();
        for (var i = 0; i < sentences.Length;)
        {
            var length = Math.Min(2 + dice.Below(4), sentences.Length - i);
            paragraphs.Add(string.Join(language.IsUnspaced ? "" : " ", sentences.Skip(i).Take(length).Select(s => language.Fill(s, dice))));
            i += length;
        }

        return string.Join('\n', paragraphs);
    }

    /// <summary>The text with a few words (without spaces: characters) changed, or a sentence more.</summary>
    public static string Vary(string text, Language language, Dice dice)
    {
        if (dice.Below(3) == 0)
        {
            return $"{text}\n{language.Line("closing", dice)}";
        }

        return language.IsUnspaced ? VaryCharacters(text, language, dice) : VaryWords(text, language, dice);
    }

    private static string VaryWords(string text, Language language, Dice dice)
    {
        var words = text.Split(' ');
        for (var changes = 1 + dice.Below(3); changes > 0; changes--)
        {
            words[dice.Below(words.Length)] = language.Line("name", dice);
        }

        return string.Join(' ', words);
    }

    private static string VaryCharacters(string text, Language language, Dice dice)
    {
        for (var changes = 1 + dice.Below(2); changes > 0; changes--)
        {
            var at = dice.Below(text.Length - 2);
            text = string.Concat(text.AsSpan(0, at), language.Line("name", dice), text.AsSpan(at + 2));
        }

        return text;
    }
}
