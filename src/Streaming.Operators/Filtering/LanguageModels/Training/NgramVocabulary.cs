using System.Text;

namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>The words of a model by number, in the order in which they were met.</summary>
/// <param name="most">The most words.</param>
internal sealed class NgramVocabulary(long most)
{
    /// <summary>Stands where a run has no word, being shorter than others.</summary>
    public const int None = 0;

    /// <summary>Any word that was not met.</summary>
    public const int Unknown = 1;

    /// <summary>The start of a line.</summary>
    public const int Start = 2;

    /// <summary>The end of a line.</summary>
    public const int End = 3;

    private static readonly string[] _signs = ["<unk>", "<s>", "</s>"];

    private readonly Dictionary<string, int> _numbers = _signs.Select((sign, i) => (sign, i)).ToDictionary(s => s.sign, s => s.i + Unknown);
    private readonly List<string> _words = ["", .. _signs];

    /// <summary>One more than the largest number.</summary>
    public int Count => _words.Count;

    /// <summary>The word of a number.</summary>
    public string this[int number] => _words[number];

    /// <summary>The number of a word; <see cref="None"/> for the signs, which texts cannot speak of.</summary>
    /// <exception cref="BadInputException">There are too many words.</exception>
    public int Number(ReadOnlySpan<char> word)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out var number))
        {
            return number <= End ? None : number;
        }

        // Half a character is written as U+FFFD: such words are one.
        var written = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word.ToString()));
        if (!_numbers.TryGetValue(written, out number))
        {
            number = _words.Count <= most
                ? _words.Count
                : throw new BadInputException($"There are more than {most} different words, which do not fit into the memory: give a tokenizer, or more memory.");
            _words.Add(written);
            _numbers[written] = number;
        }

        lookup[word] = number;
        return number;
    }
}
