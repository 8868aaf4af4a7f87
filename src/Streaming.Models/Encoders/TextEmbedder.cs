using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>Makes a vector of a text.</summary>
public sealed class TextEmbedder : BatchModel<TextInput, TokenRow, float[]>
{
    private readonly GraphSession _graph;
    private readonly TextPreparation _texts;
    private readonly EmbeddingRule _rule;
    private readonly Action<GraphInputs>? _other;

    /// <param name="folder">The model's folder.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="settings">What the user wants.</param>
    /// <param name="other">Feeds what a graph of texts and pictures wants beside the texts; null: nothing.</param>
    internal TextEmbedder(ModelFolder folder, GraphSession graph, EmbeddingSettings settings, Action<GraphInputs>? other = null)
    {
        _graph = graph;
        _other = other;
        _texts = new TextPreparation(folder, bare: settings.Bare);
        _rule = EmbeddingRule.ForTexts(folder, graph, settings);
    }

    internal TextPreparation Texts => _texts;

    internal string Output => _rule.Output;

    /// <inheritdoc/>
    public override TokenRow Prepare(TextInput input) => _texts.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<TokenRow> batch)
    {
        using var inputs = _graph.NewInputs();
        _texts.Fill(inputs, batch);
        _other?.Invoke(inputs);
        return new BatchOutput(_graph.Run(inputs, _rule.Output), [_rule.Output]);
    }

    /// <inheritdoc/>
    public override float[] Finish(BatchOutput output, int row, TokenRow prepared)
    {
        var tensor = output[_rule.Output];
        return Pool.Vector(TokensOf(tensor, row, prepared), tensor.Shape[^1], _rule);
    }

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Run(_graph, _texts, Run);

    /// <summary>The output's rows of a text, without those of padding.</summary>
    internal ReadOnlySpan<float> TokensOf(FloatTensor tensor, int row, TokenRow prepared)
    {
        if (tensor.Shape.Length == 2)
        {
            return tensor.Row(row);
        }

        var size = tensor.Shape[^1];
        return tensor.Row(row).Slice(_texts.StartOf(prepared, tensor.Shape[1]) * size, prepared.Length * size);
    }
}
