using System.Buffers;
using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Draws;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Keeps texts that hold no word of a list, which is chosen by the text's language; of the others a random part may stay. As datatrove's rule for C4.</summary>
/// <remarks>
/// The lists are yours: datatrove fetches them over the network. The text is lower-cased and the list is not, so an entry with a capital never matches. An entry matches
/// between characters that are no part of words; in ja, th and zh anywhere. As there, <c>sm</c>, <c>グロ</c>, <c>女の子</c> and <c>性</c> are taken out of every list.
/// </remarks>
[Operator("c4_badwords_filter", Example = "{ lists: { en: [gamble, casino] }, fail_on_missing_language: false }", Job = SurveyJob.Ethics)]
internal sealed class C4BadwordsFilter(C4BadwordsFilterOptions options) : RuleFilter, IStateful
{
    private static readonly string[] Allowed = ["sm", "グロ", "女の子", "性"];
    private static readonly string[] WithoutBlanks = ["ja", "th", "zh"];

    private readonly SampleDraws _draws = new(options.Seed);
    private FrozenDictionary<string, WordFinder> _finders = FrozenDictionary<string, WordFinder>.Empty;

    public override bool IsSerial => _draws.InOrder;

    public long Held => 0;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _draws.Open(context);
        _finders = ReadLists().ToFrozenDictionary(
            list => list.Key, list => new WordFinder(list.Value.Select(word => word.Trim()).Except(Allowed), WithoutBlanks.Contains(list.Key)));
        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state) => _draws.Save(state);

    public void Restore(IStateReader state) => _draws.Restore(state);

    protected override Rejection? Judge(Sample sample)
    {
        var language = sample.Meta[options.LanguageKey] as string ?? options.DefaultLanguage;
        if (!_finders.TryGetValue(language, out var finder))
        {
            return options.FailOnMissingLanguage ? throw new FormatException($"There is no list of words for the language '{language}'.") : null;
        }

        if (!IsIn(sample.Text, finder))
        {
            return null;
        }

        return options.KeepFraction > 0 && _draws.Next(sample) < options.KeepFraction ? null : new("document_removed_with_badwords");
    }

    private static bool IsIn(string text, WordFinder finder)
    {
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(1, PythonCase.MaxLength(text.Length)));
        var found = finder.IsIn(rented.AsSpan(0, PythonCase.Lower(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return found;
    }

    private Dictionary<string, IReadOnlyList<string>> ReadLists()
    {
        var lists = options.Lists.ToDictionary();
        if (options.ListsFolder is { } folder)
        {
            if (!Directory.Exists(folder))
            {
                throw new BadInputException($"There is no folder '{folder}' with lists of words.");
            }

            foreach (var file in Directory.EnumerateFiles(folder))
            {
                lists.TryAdd(Path.GetFileNameWithoutExtension(file), File.ReadAllLines(file));
            }
        }

        return lists;
    }
}

/// <summary>Options of <c>c4_badwords_filter</c>.</summary>
internal sealed record C4BadwordsFilterOptions
{
    /// <summary>The words of each language, by its code.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A folder with a file for each language, named by its code (<c>en</c> or <c>en.txt</c>), one word a line. What <c>lists</c> says goes first.</summary>
    [PathOption]
    public string? ListsFolder { get; init; }

    /// <summary>The share of the texts with such a word to keep, 0 … 1.</summary>
    [Range(0.0, 1.0)]
    public double KeepFraction { get; init; }

    /// <summary>Whether a sample in a language without a list is a dead letter; otherwise it stays.</summary>
    public bool FailOnMissingLanguage { get; init; } = true;

    /// <summary>The seed of datatrove's sequence of numbers (see <c>sampler_filter</c>); null: numbers come from the run's seed and the sample's id.</summary>
    [Range(0L, long.MaxValue)]
    public long? Seed { get; init; }

    /// <summary>The language of samples that do not say theirs.</summary>
    public string DefaultLanguage { get; init; } = "en";

    /// <summary>The column with the language.</summary>
    public string LanguageKey { get; init; } = "language";
}
