using System.Numerics.Tensors;
using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>Says which label each token of a text has: the names in it, for example.</summary>
public sealed class TokenClassifier : BatchModel<TokenRow, TokenRow, TokenLabels>
{
    private readonly GraphSession _graph;
    private readonly TextPreparation _texts;
    private readonly TokenTracing _tracing;

    internal TokenClassifier(ModelFolder folder, GraphSession graph)
    {
        (_graph, _texts) = (graph, new TextPreparation(folder));
        _tracing = new(folder, _texts.Settings.MaxLength);
        Labels = folder.Config.Labels;
    }

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>A text as windows that the model reads.</summary>
    /// <param name="text">The text.</param>
    /// <param name="overlap">How many tokens neighbouring windows share.</param>
    public TracedText Trace(string text, int overlap) => _tracing.Trace(text, overlap);

    /// <inheritdoc/>
    public override TokenRow Prepare(TokenRow input) => input;

    /// <inheritdoc/>
    public override int CostOf(TokenRow prepared) => prepared.Length;

    /// <inheritdoc/>
    public override BatchOutput Run(IReadOnlyList<TokenRow> batch)
    {
        using var inputs = _graph.NewInputs();
        _texts.Fill(inputs, batch);
        return new BatchOutput(_graph.Run(inputs, "logits"), ["logits"]);
    }

    /// <inheritdoc/>
    public override TokenLabels Finish(BatchOutput output, int row, TokenRow prepared)
    {
        var tensor = output["logits"];
        var size = tensor.Shape[^1];
        if (size > Labels.Count)
        {
            throw new InvalidDataException($"The model gives {size} figures for each token, and config.json names {Labels.Count} labels.");
        }

        var tokens = tensor.Row(row).Slice(_texts.StartOf(prepared, tensor.Shape[1]) * size, prepared.Length * size);
        NumberCheck.Refuse(tokens);
        var (labels, scores) = (new int[prepared.Length], new float[prepared.Length]);
        for (var i = 0; i < labels.Length; i++)
        {
            var logits = tokens.Slice(i * size, size);
            labels[i] = TensorPrimitives.IndexOfMax(logits);
            scores[i] = Share(logits, logits[labels[i]]);
        }

        return new(labels, scores);
    }

    // Softmax of the largest one.
    private static float Share(ReadOnlySpan<float> logits, float largest)
    {
        var sum = 0d;
        foreach (var logit in logits)
        {
            sum += Math.Exp((double)logit - largest);
        }

        return (float)(1 / sum);
    }

    /// <inheritdoc/>
    public override void Warm() => TextProbe.Run(_graph, _texts, Run);
}

/// <summary>The likeliest label of each token, special ones included.</summary>
/// <param name="Labels">Places in the model's labels.</param>
/// <param name="Scores">How likely each is, 0 … 1.</param>
public sealed record TokenLabels(int[] Labels, float[] Scores);
