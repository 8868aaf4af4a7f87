using Streaming.Operators.Filtering.Languages;
using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering;

/// <summary>Options of <c>language_filter</c>.</summary>
internal sealed record LanguageFilterOptions : IValidatesOptions
{
    private const string Glotlid = "model_v3.bin";
    private const double Off = -1;

    /// <summary>The languages to keep, as the model names them: en, de, … for <c>ft176</c>, eng_Latn, … for <c>glotlid</c>. None keeps every language.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What a score must be above, 0 … 1.</summary>
    public double LanguageThreshold { get; init; } = 0.65;

    /// <summary>The kind of model: fastText's own for 176 languages (<c>lid.176.bin</c>), or GlotLID's (<c>model_v3.bin</c>), whose labels name the script too: the column <c>language_script</c>.</summary>
    public LanguageBackend Backend { get; init; }

    /// <summary>Keeps every text; only the columns are added.</summary>
    public bool LabelOnly { get; init; }

    /// <summary>Each language with a score above this gets a column <c>top_language_…_score</c>: of <c>languages</c> where they are given, else of all that the model knows. -1: none does.</summary>
    public double KeepTopPairsThreshold { get; init; } = Off;

    /// <summary>A model in fastText's format (<c>.bin</c>, <c>.ftz</c>); by default the backend's, in the folder of models.</summary>
    [PathOption]
    public string? Model { get; init; }

    internal bool KeepsTopPairs => KeepTopPairsThreshold != Off;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (ModelPath.Missing(Model, baseFolder) is { } missing)
        {
            yield return new("model", missing);
        }
        else if (Model is null && Backend == LanguageBackend.Glotlid && ModelPath.Find(Glotlid) is null)
        {
            yield return new("backend", $"GlotLID's model is not at hand: give model, or put {Glotlid} into the folder that {ModelPath.HomeVariable} names (looked there)");
        }
    }

    /// <summary>The model's file; null where none is at hand.</summary>
    internal string? FindModel() => Model ?? ModelPath.Find(Backend == LanguageBackend.Glotlid ? Glotlid : LanguageJudges.Ft176);
}

/// <summary>Kinds of models that tell languages.</summary>
internal enum LanguageBackend
{
    /// <summary>fastText's, for 176 languages.</summary>
    Ft176,

    /// <summary>GlotLID, for 2,000 languages and their scripts.</summary>
    Glotlid,
}
