using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Labelling;

/// <summary>Tags a sample with what its query is about, as a classifier of the user's choice names it, and with its probability. Queries longer than the model reads are cut.</summary>
[Operator("query_topic_detection_mapper", Example = "{ hf_model: models/quality }")]
internal sealed class QueryTopicDetectionMapper(QueryTopicDetectionMapperOptions options) : QueryLabelMapper(options, options.LabelKey, options.ScoreKey);

/// <summary>Options of <c>query_topic_detection_mapper</c>.</summary>
internal sealed record QueryTopicDetectionMapperOptions : QueryLabelOptions
{
    /// <summary>The folder of a text classifier.</summary>
    [PathOption]
    public override string HfModel { get; init; } = "dstefa/roberta-base_topic_classification_nyt_news";

    /// <summary>The tag of the label.</summary>
    [MinLength(1)]
    public string LabelKey { get; init; } = "query_topic_label";

    /// <summary>The tag of the label's probability, from 0 to 1.</summary>
    [MinLength(1)]
    public string ScoreKey { get; init; } = "query_topic_label_score";
}
