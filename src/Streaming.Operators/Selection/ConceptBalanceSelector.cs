using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Selection.Concepts;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>concept_balance_selector</c>.</summary>
internal sealed record ConceptBalanceSelectorOptions : IValidatesOptions
{
    /// <summary>The concepts: words and phrases.</summary>
    public IReadOnlyList<string> Concepts { get; init; } = [];

    /// <summary>A file of concepts, one a line, besides.</summary>
    [PathOption]
    public string? ConceptsFile { get; init; }

    /// <summary>How many samples a concept may bring in, on average (the paper's t; 20,000 for 400 million pairs).</summary>
    [Range(1, int.MaxValue)]
    public int MaxPerConcept { get; init; } = 20_000;

    /// <summary>Whether case does not matter.</summary>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>Among what is picked: <c>dataset</c>, the whole input, which must be bounded; <c>stream</c>, the samples of each epoch, by what was counted up to its border.</summary>
    public SelectionScope Scope { get; init; } = SelectionScope.Dataset;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Concepts.Count == 0 && ConceptsFile is null)
        {
            yield return new("concepts", "Write concepts, or name a file of them.");
        }

        if (ConceptsFile is { } path && !File.Exists(path))
        {
            yield return new("concepts_file", $"There is no file '{path}'.");
        }
    }
}

/// <summary>
/// Balances texts over concepts, as MetaCLIP does (arXiv 2309.16671): texts that hold no concept go; of the texts that hold a concept at most <c>max_per_concept</c> are drawn for it, and a text stays if one of its
/// concepts draws it. So the head of the distribution is cut, and the tail stays whole.
/// </summary>
/// <remarks>Concepts match as whole words; white space counts as one blank. Draws come from the run's seed, the sample's id and the concept. Samples of the input, or the epoch, beyond an eighth of the run's budget lie on disk; 8 bytes a match are in memory.
/// With <c>scope: stream</c> a text that holds a concept which n texts held so far is drawn for it with a chance of <c>max_per_concept</c> / n, decided at the border of its epoch: the tail stays whole for ever, and of a concept without end about <c>max_per_concept</c> × (1 + ln(n / <c>max_per_concept</c>)) texts come. The counts are part of each commit.</remarks>
[Operator("concept_balance_selector", Example = "{ concepts: [harbour, fishing boat, park], max_per_concept: 20000 }", Job = SurveyJob.Diversity)]
internal sealed class ConceptBalanceSelector(ConceptBalanceSelectorOptions options) : Selector
{
    private const int BytesEachMatch = 8;

    private readonly List<(int Concept, float Draw)> _matches = [];
    private readonly List<int> _ends = [];
    private readonly HashSet<int> _found = [];
    private ConceptTrie? _trie;
    private RunningCounts? _counts;
    private ulong _seed;

    protected override bool IsActive => true;

    protected override SelectionScope Scope => options.Scope;

    protected override long BesideBytes => (_trie?.Bytes ?? 0) + (_counts?.Bytes ?? 0) + ((long)_matches.Capacity * BytesEachMatch) + (4L * _ends.Capacity);

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        _seed = context.Seed;
        _trie = new(options.Concepts.Concat(options.ConceptsFile is { } path ? File.ReadLines(path) : []), options.IgnoreCase);
        _counts = new(_trie.Phrases.Count, XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{options.IgnoreCase}\n{string.Join('\n', _trie.Phrases)}")), options.Scope == SelectionScope.Stream);
    }

    public override void Save(IStateWriter state)
    {
        base.Save(state);
        if (HoldsEpoch)
        {
            _counts!.Save(state);
        }
    }

    public override void Restore(IStateReader state) => _counts!.Restore(state);

    protected override void Forget()
    {
        _matches.Clear();
        _ends.Clear();
    }

    protected override void Learn(Sample sample)
    {
        _found.Clear();
        _trie!.Find(sample.Text, _found);
        foreach (var concept in _found.Order())
        {
            _counts!.Add(concept, 1);
            _matches.Add((concept, (float)SampleSeed.Draw(sample, _seed + ((ulong)concept * 0x9E3779B97F4A7C15))));
        }

        _ends.Add(_matches.Count);
    }

    protected override IReadOnlyList<int> Choose(int count) => [.. Enumerable.Range(0, count).Where(IsDrawn)];

    protected override Rejection Explain(Sample sample)
    {
        _found.Clear();
        _trie!.Find(sample.Text, _found);
        return _found.Count == 0
            ? new("holds no concept")
            : new($"not drawn for any of its concepts: {string.Join(", ", _found.Order().Take(5).Select(c => _trie.Phrases[c]))}", _found.Min(c => _counts![c]), options.MaxPerConcept.ToString(CultureInfo.InvariantCulture));
    }

    private bool IsDrawn(int sample)
    {
        for (var i = sample == 0 ? 0 : _ends[sample - 1]; i < _ends[sample]; i++)
        {
            // A draw may be rounded to 1: where there are no more texts than may stay, none is asked for.
            var (concept, draw) = _matches[i];
            if (_counts![concept] <= options.MaxPerConcept || (double)draw * _counts[concept] < options.MaxPerConcept)
            {
                return true;
            }
        }

        return false;
    }
}
