using System.Numerics.Tensors;
using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Models.Encoders;

/// <summary>How the logits of a classifier become scores.</summary>
internal sealed class ScoreRule
{
    private readonly string[] _labels;
    private readonly bool _multiLabel;
    private readonly bool _regression;

    public ScoreRule(ModelConfig config, int outputs)
    {
        _labels = [.. Enumerable.Range(0, outputs).Select(i => i < config.Labels.Count ? config.Labels[i] : $"LABEL_{i}")];
        _multiLabel = config.ProblemType == "multi_label_classification";
        _regression = config.ProblemType == "regression" || (outputs == 1 && !_multiLabel);
    }

    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The rule of a graph; where its output has any size, the labels count.</summary>
    public static ScoreRule For(ModelConfig config, GraphSession graph, string output) =>
        new(config, graph.Outputs[output].Shape[^1] is > 0 and var size ? size : Math.Max(1, config.Labels.Count));

    public Classification Of(ReadOnlySpan<float> logits)
    {
        NumberCheck.Refuse(logits);
        var raw = logits.ToArray();
        return new Classification(_labels, raw, _regression ? raw : _multiLabel ? Sigmoid(raw) : Softmax(raw));
    }

    // In double precision and without the highest logit: exact to the last float for any logits.
    public static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var scores = new float[logits.Length];
        var highest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp((double)logit - highest);
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)(Math.Exp((double)logits[i] - highest) / sum);
        }

        return scores;
    }

    public static float[] Sigmoid(ReadOnlySpan<float> logits)
    {
        var scores = new float[logits.Length];
        TensorPrimitives.Sigmoid(logits, scores);
        return scores;
    }
}
