using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Selection.Contamination;

namespace Streaming.Operators.Selection;

/// <summary>Rejects samples that hold a run of <c>n_grams</c> words of an evaluation set, or are nearly one of its examples as a whole. The reject says which example it was.</summary>
/// <remarks>
/// Texts are compared in lower case, without punctuation and marks, 0 for every number. An example of fewer than <c>n_grams</c> words counts as a whole if it has <c>min_words</c>; shorter ones are in too many texts
/// to say anything. Near are texts whose MinHash signatures agree in a band (5 words a shingle, 256 minima). How many places of a text begin such a run is kept in the stats as <c>contamination_hits</c>.
/// </remarks>
[Operator("decontamination_filter", Example = "{ examples: ['What is the sum of the first ten prime numbers?'], n_grams: 8 }", Job = SurveyJob.Evaluation)]
internal sealed class DecontaminationFilter(DecontaminationFilterOptions options) : RuleFilter
{
    private const string Hits = "contamination_hits";

    private readonly List<string> _names = [];
    private readonly RunIndex _runs = new(options.NGrams, options.MinWords);
    private readonly NearIndex? _near = options.JaccardThreshold is { } threshold ? new(threshold) : null;

    public override RowSchema Describe(RowSchema input) => input.WithStat(Hits, ColumnType.Int64);

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var given = options.Examples.Select((text, i) => new EvaluationExample($"examples:{i + 1}", text));
        foreach (var example in given.Concat(options.Against.SelectMany(path => EvaluationSets.Read(path, options.TextKeys))))
        {
            _runs.Add(example.Text, _names.Count);
            _near?.Add(example.Text, _names.Count);
            _names.Add(example.Name);
        }

        return _names.Count > 0
            ? ValueTask.CompletedTask
            : throw new BadInputException("The evaluation sets have no example with a text.");
    }

    protected override Rejection? Judge(Sample sample)
    {
        var (hits, example) = _runs.In(sample.Text);
        sample.Stats[Hits] = (long)hits;
        if (hits >= options.MinHits)
        {
            return new($"holds words of {_names[example]}", hits, $"< {options.MinHits}");
        }

        var near = _near?.In(sample.Text) ?? -1;
        return near >= 0 ? new($"is nearly {_names[near]}") : null;
    }
}

/// <summary>Options of <c>decontamination_filter</c>.</summary>
internal sealed record DecontaminationFilterOptions : IValidatesOptions
{
    /// <summary>Files with the evaluation sets: JSON lines, or Parquet (<c>.parquet</c>).</summary>
    [PathOption]
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>Examples written out here.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The columns of the files with text; of those that a row has, the texts are joined.</summary>
    public IReadOnlyList<string> TextKeys { get; init; } = ["text"];

    /// <summary>The length of a run, in words.</summary>
    [Range(1, 1000)]
    public int NGrams { get; init; } = 13;

    /// <summary>The fewest words of an example that is shorter than a run.</summary>
    [Range(1, 1000)]
    public int MinWords { get; init; } = 8;

    /// <summary>How many places of a text must begin a run.</summary>
    [Range(1, int.MaxValue)]
    public int MinHits { get; init; } = 1;

    /// <summary>The similarity (Jaccard) from which on a text is nearly an example; null: not asked.</summary>
    [Range(0.1, 1.0)]
    public double? JaccardThreshold { get; init; } = 0.7;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Against.Count == 0 && Examples.Count == 0)
        {
            yield return new("against", "Name the files of evaluation sets, or write examples.");
        }

        if (TextKeys.Count == 0)
        {
            yield return new("text_keys", "One column at least is needed.");
        }
    }
}
