using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Generation.Choosing;
using Streaming.Models.Texts;
using Streaming.Tokenizers;

namespace Streaming.Models.Generation;

/// <summary>Measures texts by a decoder: the loss of each token, the perplexity of the whole. Texts longer than the model's positions are cut.</summary>
public sealed class LossModel : BatchModel<TextInput, TokenRow, TokenLosses>
{
    private const string Logits = "logits";

    private readonly DecoderGraphs _graphs;
    private readonly TextPreparation _texts;

    internal LossModel(ModelFolder folder, DecoderGraphs graphs)
    {
        _graphs = graphs;

        // Filled up on the right: a decoder never looks there, and positions count from 0 with or without an input for them.
        _texts = new TextPreparation(folder, TokenSide.Right, allowsNothing: true);
    }

    /// <inheritdoc/>
    public override TokenRow Prepare(TextInput input) => _texts.Prepare(input);

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<TokenRow> batch)
    {
        using var inputs = _graphs.First.NewInputs();
        _texts.Fill(inputs, batch);
        inputs.Add("num_logits_to_keep", [0L]);
        DecoderGraphs.AddFlag(inputs, cached: false);
        _graphs.AddEmptyCache(inputs, batch.Count);
        return new BatchOutput(_graphs.First.Run(inputs, Logits), [Logits]);
    }

    /// <inheritdoc/>
    public override TokenLosses Finish(BatchOutput output, int row, TokenRow prepared)
    {
        var tensor = output[Logits];
        var size = tensor.Shape[^1];
        var rows = tensor.Row(row);
        var losses = new float[Math.Max(0, prepared.Length - 1)];
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] = -LogSoftmax.Of(rows.Slice(i * size, size), prepared.Ids[i + 1]);
        }

        NumberCheck.Refuse(losses);
        return new TokenLosses(losses);
    }

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Run(_graphs.First, _texts, Run);
}
