using Streaming.Cli.Analysis.Sketches;

namespace Streaming.Cli.Analysis.Diversity;

/// <summary>How often which verb asks for what.</summary>
internal sealed class ActionCounts
{
    private const int Pairs = 10_000;
    private const char Between = '\t';

    private readonly FrequentValues _pairs = new(Pairs);

    /// <summary>Texts that were looked at.</summary>
    public long Texts { get; private set; }

    /// <summary>Texts that ask for something.</summary>
    public long Found => _pairs.Total;

    /// <summary>By how much a count may be too low.</summary>
    public long Error => _pairs.Error;

    /// <summary>Different pairs of a verb and a noun; null where they were too many to count.</summary>
    public int? Distinct => _pairs.Distinct;

    /// <summary>The entropy of the pairs, in bits (Shannon 1948): 0 where all texts ask for the same.</summary>
    public double Entropy
    {
        get
        {
            var all = (double)_pairs.Counts.Values.Sum();
            return Math.Max(0, -_pairs.Counts.Values.Sum(c => c / all * Math.Log2(c / all)));
        }
    }

    public void Add(string text)
    {
        Texts++;
        if (InstructionAction.In(text) is var (verb, noun))
        {
            _pairs.Add($"{verb}{Between}{noun}");
        }
    }

    /// <summary>The most frequent verbs, each with its most frequent nouns.</summary>
    public IReadOnlyList<ActionVerb> Tree(int verbs, int nouns) =>
    [
        .. _pairs.Counts.Select(p => (Parts: p.Key.Split(Between), p.Value)).GroupBy(p => p.Parts[0], StringComparer.Ordinal)
            .Select(g => new ActionVerb(g.Key, g.Sum(p => p.Value),
                [.. g.Where(p => p.Parts[1].Length > 0).OrderByDescending(p => p.Value).ThenBy(p => p.Parts[1], StringComparer.Ordinal).Take(nouns).Select(p => KeyValuePair.Create(p.Parts[1], p.Value))]))
            .OrderByDescending(v => v.Count).ThenBy(v => v.Verb, StringComparer.Ordinal).Take(verbs),
    ];
}

/// <summary>A verb with what it asks for.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Count">How many texts have it.</param>
/// <param name="Nouns">Its most frequent nouns.</param>
internal sealed record ActionVerb(string Verb, long Count, IReadOnlyList<KeyValuePair<string, long>> Nouns);
