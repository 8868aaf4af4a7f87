using System.Text;

namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>The words of a model by number, in the order in which they were met.</summary>
/// <param name="mostBytes">What they may take.</param>
internal sealed class NgramVocabulary(long mostBytes)
{
    /// <summary>Stands where a run has no word, being shorter than others.</summary>
    public const int None = 0;

    /// <summary>Any word that was not met.</summary>
    public const int Unknown = 1;

    /// <summary>The start of a line.</summary>
    public const int Start = 2;

    /// <summary>The end of a line.</summary>
    public const int End = 3;

    // A place in the dictionary, the head of a text, and a word's figures.
    private const int BytesOfEntry = 96;

    private static readonly string[] _signs = ["<unk>", "<s>", "</s>"];

    private readonly Dictionary<string, int> _numbers = _signs.Select((sign, i) => (sign, i)).ToDictionary(s => s.sign, s => s.i + Unknown);
    private readonly List<string> _words = ["", .. _signs];
    private long _bytes;

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
            number = _words.Count;
            _words.Add(written);
            Take(written);
            _numbers[written] = number;
        }

        // Of words with half a character each spelling is looked up.
        if (!word.SequenceEqual(written))
        {
            Take(word);
            lookup[word] = number;
        }

        return number;
    }

    private void Take(ReadOnlySpan<char> word)
    {
        _bytes += BytesOfEntry + (sizeof(char) * (long)word.Length);
        if (_bytes > mostBytes)
        {
            throw new BadInputException($"There are more than {_words.Count:N0} different words, which do not fit into a quarter of the memory: give a tokenizer, or more memory.");
        }
    }
}
