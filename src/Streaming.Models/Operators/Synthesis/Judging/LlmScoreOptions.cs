using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Judging;

/// <summary>Options of filters whose figure is a model's judgement.</summary>
internal sealed record LlmScoreOptions : DataJuicerOptions
{
    /// <summary>Data-Juicer's name of <c>model</c>.</summary>
    [PathOption(OrName = true)]
    public string ApiOrHfModel { get; init; } = "gpt-4o";

    /// <summary>Data-Juicer's word for whether the model is a folder; a folder is taken where there is one and no endpoint is given, whatever this says.</summary>
    public bool IsHfModel { get; init; }

    /// <summary>The lowest score of samples that stay.</summary>
    [Range(0.0, 1.0)]
    public double MinScore { get; init; } = 0.5;

    /// <summary>The highest score of samples that stay.</summary>
    [Range(0.0, 1.0)]
    public double MaxScore { get; init; } = 1;

    /// <summary>The columns that are judged.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> InputKeys { get; init; } = ["text"];

    /// <summary>What the model is told that they are.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> FieldNames { get; init; } = ["Text"];

    /// <summary>What the model is told to do; empty: the operator's own words. It must ask for <c>dimension_scores</c>.</summary>
    public string SystemPrompt { get; init; } = "";

    /// <summary>What is put before it, with <c>{data}</c> for the fields.</summary>
    public string InputTemplate { get; init; } = "# Data\n'''\n{data}\n'''\n\n# Response\njson\n";

    /// <summary>How a field is written, with <c>{field_name}</c> and <c>{field_data}</c>.</summary>
    public string FieldTemplate { get; init; } = "**{field_name}**\n{field_data}";

    /// <summary>The dimensions whose mean, divided by 5, is the score; null: all of the operator's.</summary>
    [MinLength(1)]
    public IReadOnlyList<string>? DimRequiredKeys { get; init; }

    /// <summary>Whether the lower end of the range is part of it.</summary>
    public bool MinClosedInterval { get; init; } = true;

    /// <summary>Whether the upper end of the range is part of it.</summary>
    public bool MaxClosedInterval { get; init; } = true;

    /// <summary>Keeps the samples outside the range instead of those inside; closed ends then belong to the outside.</summary>
    public bool ReversedRange { get; init; }

    internal override string NamedModel => ApiOrHfModel;

    internal Interval Interval => new(MinScore, MaxScore, MinClosedInterval, MaxClosedInterval, ReversedRange);

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
    [
        .. base.Validate(baseFolder), .. OptionCheck.Of("input_template", () => new PromptTemplate("input_template", InputTemplate)), .. OptionCheck.Of("field_template", () => new PromptTemplate("field_template", FieldTemplate)),
        .. InputKeys.Count == FieldNames.Count ? Array.Empty<OptionProblem>() : [new("field_names", "there must be one for each of input_keys")],
    ];
}
