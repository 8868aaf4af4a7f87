using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose pictures are not safe for work with a probability between <c>min_score</c> and <c>max_score</c>: that of the model's second class.</summary>
[Operator("image_nsfw_filter", Example = "{ hf_nsfw_model: models/nsfw, max_score: 0.3, any_or_all: all }", Job = SurveyJob.Ethics)]
internal sealed class ImageNsfwFilter(ImageNsfwFilterOptions options) : ImageClassifierFilter(options, options.HfNsfwModel, "image_nsfw_score", options.Interval, options.AnyOrAll)
{
    protected override ImageClassifier Bind(ModelSession session) => WithTwoClasses(session);

    protected override double Figure(Classification said) => SecondClass(said);
}

/// <summary>Options of <c>image_nsfw_filter</c>.</summary>
internal sealed record ImageNsfwFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of a classifier of pictures whose second class is what is not safe for work.</summary>
    [PathOption]
    public string HfNsfwModel { get; init; } = "Falconsai/nsfw_image_detection";

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>The lowest probability to keep, from 0 to 1.</summary>
    public double MinScore { get; init; }

    /// <summary>The highest probability to keep, from 0 to 1.</summary>
    public double MaxScore { get; init; } = 0.5;

    /// <summary>Whether one picture in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    internal Interval Interval => Between(MinScore, MaxScore);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_nsfw_model", HfNsfwModel)];
}
