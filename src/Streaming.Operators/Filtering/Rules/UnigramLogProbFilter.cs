using System.Globalization;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Keeps texts whose words are frequent ones: the mean of the logarithms of their probabilities is above <c>logprobs_threshold</c>. As datatrove's filter of that name.</summary>
/// <remarks>
/// The table of counts is yours: datatrove fetches one over the network. A word's probability is its count by the sum of all counts; of unknown words, punctuation among them,
/// it is 10⁻⁹. The mean of no words is 0. It is kept in the stats as <c>unigram_logprob</c> and not computed again.
/// </remarks>
[Operator("unigram_log_prob_filter", Example = "{ counts: { the: 500, boat: 20, harbour: 3 }, logprobs_threshold: -20 }")]
internal sealed class UnigramLogProbFilter(UnigramLogProbFilterOptions options)
    : FigureFilter(options.Splitter, new("unigram_n_words", IsCount: true), new("unigram_logprob"))
{
    private const int MaxOnStack = 256;

    private static readonly double Unknown = Math.Log(1e-9);

    private readonly Dictionary<string, double> _logs = [];

    public override ValueTask OpenAsync(OperatorContext context)
    {
        var counts = new Dictionary<string, long>(options.Counts);
        if (options.Frequencies is { } path)
        {
            foreach (var (word, count) in ReadTable(path))
            {
                counts[word] = count;
            }
        }

        var sum = (double)counts.Values.Sum();
        foreach (var (word, count) in counts)
        {
            _logs[word] = Math.Log(count / sum);
        }

        return ValueTask.CompletedTask;
    }

    protected override void Measure(string text, Span<double> figures)
    {
        var words = Splitter.Words(text);
        var lookup = _logs.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[MaxOnStack];
        var sum = 0.0;
        foreach (var span in words.Items)
        {
            var word = span.Of(text);
            var lower = PythonCase.MaxLength(word.Length) <= MaxOnStack ? buffer : new char[PythonCase.MaxLength(word.Length)];
            sum += lookup.TryGetValue(lower[..PythonCase.Lower(word, lower)], out var log) ? log : Unknown;
        }

        figures[0] = words.Count;
        figures[1] = words.Count == 0 ? 0 : sum / words.Count;
        words.Dispose();
    }

    protected override Rejection? Judge(Sample sample, ReadOnlySpan<double> figures) => figures[1] > options.LogprobsThreshold
        ? null
        : new("the words are too rare", figures[1], string.Create(CultureInfo.InvariantCulture, $"> {options.LogprobsThreshold}"));

    // A heading and lines of a word, a comma and a count.
    private static IEnumerable<KeyValuePair<string, long>> ReadTable(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"There is no table of words '{path}'.");
        }

        foreach (var line in File.ReadLines(path).Skip(1).Where(line => line.Length > 0))
        {
            var comma = line.LastIndexOf(',');
            if (comma < 0 || !long.TryParse(line.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                throw new BadInputException($"'{path}' is no table of words and counts: '{line}'.");
            }

            var word = line[..comma];
            yield return new(word is ['"', .., '"'] ? word[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : word, count);
        }
    }
}

/// <summary>Options of <c>unigram_log_prob_filter</c>.</summary>
internal sealed record UnigramLogProbFilterOptions : IValidatesOptions
{
    /// <summary>The mean that texts must be above, a natural logarithm.</summary>
    public double LogprobsThreshold { get; init; } = -10;

    /// <summary>A table of words and how often they occur: a CSV file with the columns word and count, lower-case.</summary>
    [PathOption]
    public string? Frequencies { get; init; }

    /// <summary>Words and how often they occur; those of the table go first.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Frequencies is null && Counts.Count == 0)
        {
            yield return new("frequencies", "Name a table of words, or give counts.");
        }

        if (Counts.Values.Any(count => count <= 0))
        {
            yield return new("counts", "Counts are positive.");
        }
    }
}
