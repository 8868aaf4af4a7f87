using System.Globalization;
using Streaming.Operators;

namespace Streaming.Models.Operators.Losses;

/// <summary>Options of filters on what a language model makes of a text.</summary>
internal abstract record LossFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of a decoder.</summary>
    [PathOption]
    public string HfModel { get; init; } = "Qwen/Qwen2.5-0.5B";

    /// <summary>Data-Juicer's settings of the model, of which <c>max_length</c> counts here: the most tokens that are read; what is longer loses its beginning.</summary>
    public IReadOnlyDictionary<string, object?> ModelParams { get; init; } = new Dictionary<string, object?>();

    /// <summary>The lowest figure to keep.</summary>
    public double MinScore { get; init; } = 1;

    /// <summary>The highest figure to keep.</summary>
    public double MaxScore { get; init; } = 100;

    /// <summary>The query that comes before the response, with columns between braces; not measured itself. Of samples with a chat, all turns but the last.</summary>
    public string? QueryTemplate { get; init; }

    /// <summary>The response that is measured, with columns between braces; <c>{text}</c> by default. Of samples with a chat, the last turn.</summary>
    public string? ResponseTemplate { get; init; }

    internal Interval Interval => Between(MinScore, MaxScore);

    internal int? MaxLength => ModelParams.TryGetValue("max_length", out var given) && given is not null ? Convert.ToInt32(given, CultureInfo.InvariantCulture) : null;

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_model", HfModel)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var (option, template) in new[] { ("query_template", QueryTemplate), ("response_template", ResponseTemplate) })
        {
            if (SampleTemplate.ProblemOf(template) is { } problem)
            {
                yield return new(option, problem);
            }
        }

        if (ModelParams.TryGetValue("max_length", out var length) && length is not (null or (>= 2L and <= int.MaxValue)))
        {
            yield return new("model_params", $"max_length must be a whole number of 2 or more, not {length}");
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}
