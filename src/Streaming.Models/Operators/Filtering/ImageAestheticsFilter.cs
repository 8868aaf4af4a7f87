using Streaming.Models.Encoders;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose pictures have an aesthetics score between <c>min_score</c> and <c>max_score</c>. Scores of models named <c>…aesthetics-predictor…</c>, which go from 0 to 10, are divided by ten.</summary>
[Operator("image_aesthetics_filter", Example = "{ hf_scorer_model: models/aesthetics-predictor, min_score: 0.4 }")]
internal sealed class ImageAestheticsFilter(ImageAestheticsFilterOptions options)
    : ImageClassifierFilter(options, options.HfScorerModel, "image_aesthetics_scores", options.Interval, options.AnyOrAll)
{
    private readonly float _scale = Path.GetFileName(options.HfScorerModel).Contains("aesthetics-predictor", StringComparison.Ordinal) ? 10 : 1;

    protected override double Figure(Classification said) => said.Logits[0] / _scale;
}

/// <summary>Options of <c>image_aesthetics_filter</c>.</summary>
internal sealed record ImageAestheticsFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of an aesthetics predictor: a model of pictures with one output.</summary>
    [PathOption]
    public string HfScorerModel { get; init; } = "shunk031/aesthetics-predictor-v2-sac-logos-ava1-l14-linearMSE";

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>The lowest score to keep.</summary>
    public double MinScore { get; init; } = 0.5;

    /// <summary>The highest score to keep.</summary>
    public double MaxScore { get; init; } = 1;

    /// <summary>Whether one picture in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_scorer_model", HfScorerModel)];
}
