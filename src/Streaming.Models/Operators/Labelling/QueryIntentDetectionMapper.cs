using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Labelling;

/// <summary>Tags a sample with what its query is meant for, as a classifier of the user's choice names it, and with its probability. Queries longer than the model reads are cut.</summary>
[Operator("query_intent_detection_mapper", Example = "{ hf_model: models/quality }")]
internal sealed class QueryIntentDetectionMapper(QueryIntentDetectionMapperOptions options) : QueryLabelMapper(options, options.LabelKey, options.ScoreKey);

/// <summary>Options of <c>query_intent_detection_mapper</c>.</summary>
internal sealed record QueryIntentDetectionMapperOptions : QueryLabelOptions
{
    /// <summary>The folder of a text classifier.</summary>
    [PathOption]
    public override string HfModel { get; init; } = "bespin-global/klue-roberta-small-3i4k-intent-classification";

    /// <summary>The tag of the label.</summary>
    [MinLength(1)]
    public string LabelKey { get; init; } = "query_intent_label";

    /// <summary>The tag of the label's probability, from 0 to 1.</summary>
    [MinLength(1)]
    public string ScoreKey { get; init; } = "query_intent_label_score";
}
