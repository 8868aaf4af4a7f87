using System.Globalization;
using System.Text.Json;

namespace Streaming.Models.Folders;

/// <summary>What <c>config.json</c> and <c>generation_config.json</c> say of a model, as far as its use depends on it.</summary>
public sealed class ModelConfig
{
    private readonly JsonElement _root;
    private readonly JsonElement _generation;

    internal ModelConfig(JsonElement root, JsonElement? generation)
    {
        _root = root;
        _generation = generation ?? default;
        Labels = LabelsOf(root);
    }

    /// <summary>The kind of model (<c>model_type</c>), such as <c>bert</c>.</summary>
    public string? ModelType => _root.Text("model_type");

    /// <summary>The class that the model was saved from, such as <c>BertForSequenceClassification</c>.</summary>
    public IReadOnlyList<string> Architectures => _root.Texts("architectures");

    /// <summary>The labels of a classifier by index (<c>id2label</c>); empty where none are given.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What the outputs of a classifier mean: <c>regression</c>, <c>single_label_classification</c>, <c>multi_label_classification</c>, or null.</summary>
    public string? ProblemType => _root.Text("problem_type");

    /// <summary>The id that fills up a batch, or null.</summary>
    public int? PadTokenId => First("pad_token_id");

    /// <summary>The ids that end a sequence.</summary>
    public IReadOnlyList<int> EndTokenIds => All("eos_token_id") ?? [];

    /// <summary>The id that a decoder begins with, or null.</summary>
    public int? DecoderStartTokenId => First("decoder_start_token_id") ?? First("bos_token_id");

    /// <summary>The longest sequence that the model has positions for, or null where it has no such limit.</summary>
    public int? MaxPositions => PositionsOf(_root) ?? (_root.Field("text_config") is { } text ? PositionsOf(text) : null);

    /// <summary>The longest sequence that the decoder of an encoder-decoder has positions for, or null where it has no such limit.</summary>
    public int? DecoderPositions => _root.Field("decoder") is { } decoder ? PositionsOf(decoder) : _root.Number("max_target_positions") ?? MaxPositions;

    /// <summary>The number of token ids that the model knows, or null.</summary>
    public int? VocabularySize => _root.Number("vocab_size") ?? _root.Field("text_config")?.Number("vocab_size") ?? _root.Field("decoder")?.Number("vocab_size");

    /// <summary>The size of the vectors between layers, or null where the file does not say it.</summary>
    internal int? Width => OfLargest("hidden_size") ?? OfLargest("d_model") ?? OfLargest("n_embd");

    /// <summary>The heads of its attention, or null where the file does not say it.</summary>
    internal int? AttentionHeads => OfLargest("num_attention_heads") ?? OfLargest("num_heads") ?? OfLargest("n_head");

    /// <summary>Whether it gives a logit for each id of the vocabulary at each token.</summary>
    internal bool GivesTokenLogits => Architectures.Any(name => name.Contains("CausalLM", StringComparison.Ordinal) || name.Contains("LMHead", StringComparison.Ordinal) || name.Contains("ConditionalGeneration", StringComparison.Ordinal));

    internal JsonElement Root => _root;

    internal JsonElement Generation => _generation;

    /// <summary>The ids under a name: those of generation_config.json, else those of config.json, else those of the part that has a text.</summary>
    private int[]? All(string name) => _generation.Numbers(name) ?? _root.Numbers(name)
        ?? _root.Field("decoder")?.Numbers(name) ?? _root.Field("text_config")?.Numbers(name);

    // Of a model of several parts, the largest.
    private int? OfLargest(string name) =>
        new[] { _root.Number(name), _root.Field("text_config")?.Number(name), _root.Field("vision_config")?.Number(name), _root.Field("encoder")?.Number(name), _root.Field("decoder")?.Number(name) }.Max();

    private int? First(string name) => All(name) is [var first, ..] ? first : null;

    // T5 counts distances, not positions: its n_positions is what it was trained with. RoBERTa's positions begin behind the padding id: two of them cannot be used.
    private static int? PositionsOf(JsonElement part) =>
        part.Text("model_type") is "t5" or "mt5" or "umt5" or "longt5" ? null
        : part.Number("max_position_embeddings") is { } positions ? positions - OffsetOf(part)
        : part.Number("n_positions") ?? part.Number("max_seq_len");

    private static int OffsetOf(JsonElement part) =>
        part.Text("model_type") is "roberta" or "xlm-roberta" or "camembert" or "longformer" or "mpnet" ? (part.Number("pad_token_id") ?? 1) + 1 : 0;

    private static string[] LabelsOf(JsonElement root)
    {
        if (root.Field("id2label") is not { ValueKind: JsonValueKind.Object } map)
        {
            return [];
        }

        var labels = map.EnumerateObject()
            .Where(pair => int.TryParse(pair.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _) && pair.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(pair => int.Parse(pair.Name, CultureInfo.InvariantCulture), pair => pair.Value.GetString()!);
        return [.. Enumerable.Range(0, labels.Count).Select(index => labels.GetValueOrDefault(index, $"LABEL_{index}"))];
    }
}
