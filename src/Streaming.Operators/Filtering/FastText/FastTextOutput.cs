namespace Streaming.Operators.Filtering.FastText;

/// <summary>Makes scores of labels out of a text's vector, as the model was trained. Scores are logarithms, with the 1e-5 that fastText adds before it takes them and does not take off again.</summary>
internal sealed class FastTextOutput(FastTextLoss loss, FastTextMatrix output, FastTextWords words)
{
    private const float Smallest = 1e-5f;
    private const int SigmoidSteps = 512;
    private const int SigmoidEnd = 8;

    private readonly FastTextTree? _tree = loss == FastTextLoss.HierarchicalSoftmax ? new(words.LabelCounts) : null;

    /// <summary>The logarithm as fastText takes it.</summary>
    public static float Log(float probability) => MathF.Log(probability + Smallest);

    /// <summary>The likeliest label.</summary>
    public (int Label, float LogScore) Best(ReadOnlySpan<float> hidden) => _tree?.Best(hidden, output) ?? Flat(hidden).MaxBy(label => label.LogScore);

    /// <summary>All labels; those that a tree gives less than 1e-5 are left out, as fastText leaves them out.</summary>
    public IReadOnlyList<(int Label, float LogScore)> All(ReadOnlySpan<float> hidden) => _tree?.All(hidden, output, Log(0)) ?? Flat(hidden);

    private (int Label, float LogScore)[] Flat(ReadOnlySpan<float> hidden)
    {
        var scores = new float[words.Labels.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = output.Dot(i, hidden);
        }

        if (loss == FastTextLoss.Softmax)
        {
            MakeSoftmax(scores);
        }
        else
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = Sigmoid(scores[i]);
            }
        }

        return [.. scores.Select((score, label) => (label, Log(score)))];
    }

    private static void MakeSoftmax(float[] scores)
    {
        var max = scores.Max();
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - max);
            sum += scores[i];
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }

    // fastText looks it up in a table: the result is that of the step below.
    private static float Sigmoid(float x)
    {
        if (x is < -SigmoidEnd or > SigmoidEnd)
        {
            return x < 0 ? 0 : 1;
        }

        var step = (int)((x + SigmoidEnd) * SigmoidSteps / SigmoidEnd / 2);
        return 1 / (1 + MathF.Exp(SigmoidEnd - (step * 2f * SigmoidEnd / SigmoidSteps)));
    }
}
