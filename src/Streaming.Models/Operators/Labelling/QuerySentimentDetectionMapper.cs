using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Labelling;

/// <summary>Tags a sample with the mood of its query, as a classifier of the user's choice names it, and with its probability. Queries longer than the model reads are cut.</summary>
[Operator("query_sentiment_detection_mapper", Example = "{ hf_model: models/quality }")]
internal sealed class QuerySentimentDetectionMapper(QuerySentimentDetectionMapperOptions options) : QueryLabelMapper(options, options.LabelKey, options.ScoreKey);

/// <summary>Options of <c>query_sentiment_detection_mapper</c>.</summary>
internal sealed record QuerySentimentDetectionMapperOptions : QueryLabelOptions
{
    /// <summary>The folder of a text classifier.</summary>
    [PathOption]
    public override string HfModel { get; init; } = "mrm8488/distilroberta-finetuned-financial-news-sentiment-analysis";

    /// <summary>The tag of the label.</summary>
    [MinLength(1)]
    public string LabelKey { get; init; } = "query_sentiment_label";

    /// <summary>The tag of the label's probability, from 0 to 1.</summary>
    [MinLength(1)]
    public string ScoreKey { get; init; } = "query_sentiment_label_score";
}
