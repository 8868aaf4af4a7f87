using System.Text;

namespace Streaming.Benchmarks.Corpora;

/// <summary>Texts of invented words that occur as often as words do (Zipf), with sentences, lines, digits and some junk. The same seed gives the same texts.</summary>
internal sealed class Prose
{
    // As many as some hundred megabytes of web text have (Heaps): a tokenizer that remembers words would otherwise look up every one.
    private const int Words = 300_000;
    private static readonly string[] Onsets = ["b", "br", "c", "ch", "d", "f", "g", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "th", "tr", "v", "w", ""];
    private static readonly string[] Cores = ["a", "e", "i", "o", "u", "ea", "ou", "ie"];
    private static readonly string[] Codas = ["", "n", "r", "s", "t", "l", "nd", "ng", "rs", "st", "ck"];

    private readonly string[] _words = new string[Words];
    private readonly double[] _upTo = new double[Words];
    private readonly int _seed;

    /// <summary>Makes the vocabulary.</summary>
    public Prose(int seed)
    {
        _seed = seed;
        var random = new Random(seed);
        var sum = 0.0;
        for (var i = 0; i < Words; i++)
        {
            // Frequent words are short.
            _words[i] = Word(random, 1 + (int)(Math.Log10(1 + i) * random.NextDouble()));
            _upTo[i] = sum += 1 / Math.Pow(i + 2.7, 1.07);
        }
    }

    /// <summary>The n-th document; about <paramref name="characters"/> long.</summary>
    public string Document(int number, int characters)
    {
        var random = new Random(HashCode.Combine(_seed, number));
        var text = new StringBuilder(characters + 32);
        var junk = random.NextDouble() < 0.05 ? 0.4 : 0.01;
        while (text.Length < characters)
        {
            AddSentence(text, random, junk);
        }

        return text.ToString();
    }

    /// <summary>The n-th document, of a log-normal length: median 1,800 characters, mean 3,300.</summary>
    public string Document(int number) => Document(number, LogNormal.Next(new Random(~HashCode.Combine(_seed, number)), 1800, 1.1));

    private void AddSentence(StringBuilder text, Random random, double junk)
    {
        var start = text.Length;
        for (var left = 4 + random.Next(20); left > 0; left--)
        {
            text.Append(random.NextDouble() < junk ? Junk(random) : Pick(random)).Append(left == 1 ? ". " : random.Next(12) == 0 ? ", " : " ");
        }

        text[start] = char.ToUpperInvariant(text[start]);
        if (random.Next(5) == 0)
        {
            text[^1] = '\n';
        }
    }

    private string Pick(Random random)
    {
        var at = Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]);
        return _words[at < 0 ? ~at : at];
    }

    private static string Junk(Random random) => random.Next(4) switch
    {
        0 => random.Next(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => "***",
        2 => "http://example.org/" + random.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "|=>",
    };

    private static string Word(Random random, int syllables) => string.Concat(
        Enumerable.Range(0, syllables).Select(_ => Onsets[random.Next(Onsets.Length)] + Cores[random.Next(Cores.Length)] + Codas[random.Next(Codas.Length)]));
}
