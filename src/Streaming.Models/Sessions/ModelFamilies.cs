using Streaming.Models.Folders;

namespace Streaming.Models.Sessions;

/// <summary>Tells what a model does from the graphs in its folder and from their inputs and outputs.</summary>
internal static class ModelFamilies
{
    public const string Supported =
        "text and image embedders, text and image classifiers and regressors, token classifiers, dual encoders (CLIP, SigLIP), image-text classifiers, encoder-decoders from text or pictures (T5, BART, Marian, VisionEncoderDecoder), decoders with or without a key/value cache; "
        + "with the inputs input_ids, attention_mask, token_type_ids, position_ids, pixel_values, encoder_hidden_states, encoder_attention_mask, past_key_values.*, use_cache_branch";

    public static readonly string[] Encoders = ["encoder_model", "vision_encoder", "vision_model", "encoder"];
    public static readonly string[] MergedDecoders = ["decoder_model_merged", "text_decoder_model_merged"];
    public static readonly string[] FirstDecoders = ["decoder_model", "text_decoder_model", "decoder"];
    public static readonly string[] LaterDecoders = ["decoder_with_past_model", "text_decoder_with_past_model"];

    public static bool HasDecoder(GraphFiles files) => files.FirstOf([.. MergedDecoders, .. FirstDecoders, .. LaterDecoders]) is not null;

    public static bool IsDual(GraphFiles files) => files.Has("text_model") && files.Has("vision_model");

    /// <summary>What an encoder-decoder reads.</summary>
    public static ModelFamily OfEncoder(GraphSession encoder) =>
        encoder.Inputs.ContainsKey("pixel_values") ? ModelFamily.ImageToText
        : encoder.Inputs.ContainsKey("input_ids") ? ModelFamily.TextToText
        : throw encoder.Unsupported("it is an encoder that reads neither texts nor pictures");

    /// <summary>What a single graph does.</summary>
    public static ModelFamily Of(GraphSession graph, ModelConfig config)
    {
        var (texts, images) = (graph.Inputs.ContainsKey("input_ids"), graph.Inputs.ContainsKey("pixel_values"));
        var scores = HasScores(graph);
        return (texts, images) switch
        {
            (true, true) when graph.Outputs.ContainsKey("logits_per_image") || graph.Outputs.ContainsKey("image_embeds") => ModelFamily.DualEncoder,
            (true, true) when ScoresOf(graph) is not null => ModelFamily.ImageTextClassifier,
            (true, false) when IsDecoder(graph, config) => ModelFamily.Decoder,
            (true, false) when IsTagger(graph, config) => ModelFamily.TokenClassifier,
            (true, false) when scores => ModelFamily.TextClassifier,
            (false, true) when scores => ModelFamily.ImageClassifier,
            (true, false) when VectorsOf(graph) is not null => ModelFamily.TextEmbedder,
            (false, true) when VectorsOf(graph) is not null => ModelFamily.ImageEmbedder,
            _ => throw graph.Unsupported($"it is a model of an unknown kind ({config.ModelType ?? "no model_type"})"),
        };
    }

    /// <summary>The output that a vector comes from: one that is pooled in the graph before one that is not.</summary>
    public static string? VectorsOf(GraphSession graph)
    {
        string[] names = ["sentence_embedding", "text_embeds", "image_embeds", "embeddings", "last_hidden_state", "token_embeddings", "pooler_output"];
        return Array.Find(names, graph.Outputs.ContainsKey);
    }

    /// <summary>The output with the scores of a joint reader of text and picture.</summary>
    public static string? ScoresOf(GraphSession graph)
    {
        string[] names = ["logits", "itm_score", "itm_logits"];
        return Array.Find(names, graph.Outputs.ContainsKey);
    }

    // Scores have two dimensions; logits with three are those of every place, of a language model or a tagger.
    private static bool HasScores(GraphSession graph) => graph.Outputs.TryGetValue("logits", out var logits) && logits.Shape.Length == 2;

    private static bool IsTagger(GraphSession graph, ModelConfig config) =>
        graph.Outputs.TryGetValue("logits", out var logits) && logits.Shape.Length == 3 && config.Labels.Count > 0
        && config.Architectures.Any(name => name.EndsWith("ForTokenClassification", StringComparison.Ordinal));

    private static bool IsDecoder(GraphSession graph, ModelConfig config) =>
        graph.Outputs.TryGetValue("logits", out var logits) && logits.Shape.Length == 3
        && (graph.Inputs.Keys.Any(name => name.StartsWith("past_key_values.", StringComparison.Ordinal))
            || graph.Outputs.Keys.Any(name => name.StartsWith("present.", StringComparison.Ordinal))
            || config.Architectures.Any(name => name.EndsWith("CausalLM", StringComparison.Ordinal) || name.EndsWith("LMHeadModel", StringComparison.Ordinal)));
}
