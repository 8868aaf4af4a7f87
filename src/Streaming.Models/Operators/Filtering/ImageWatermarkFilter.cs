using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose pictures have a watermark with a probability of at most <c>prob_threshold</c>: that of the model's second class.</summary>
[Operator("image_watermark_filter", Example = "{ hf_watermark_model: models/watermark, prob_threshold: 0.5 }")]
internal sealed class ImageWatermarkFilter(ImageWatermarkFilterOptions options)
    : ImageClassifierFilter(options, options.HfWatermarkModel, "image_watermark_prob", options.Interval, options.AnyOrAll)
{
    protected override ImageClassifier Bind(ModelSession session) => WithTwoClasses(session);

    protected override double Figure(Classification said) => SecondClass(said);
}

/// <summary>Options of <c>image_watermark_filter</c>.</summary>
internal sealed record ImageWatermarkFilterOptions : ModelFilterOptions
{
    /// <summary>The folder of a classifier of pictures whose second class is a watermark.</summary>
    [PathOption]
    public string HfWatermarkModel { get; init; } = "amrul-hzz/watermark_detector";

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>The highest probability to keep, from 0 to 1.</summary>
    public double ProbThreshold { get; init; } = 0.8;

    /// <summary>Whether one picture in range is enough, or all must be.</summary>
    public AnyOrAll AnyOrAll { get; init; } = AnyOrAll.Any;

    internal Interval Interval => Between(double.NegativeInfinity, ProbThreshold);

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_watermark_model", HfWatermarkModel)];
}
