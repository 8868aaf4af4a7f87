namespace Streaming.Models.Encoders;

/// <summary>What a classifier or regressor says of a sample.</summary>
/// <param name="Labels">The model's labels.</param>
/// <param name="Logits">Its raw outputs, one for each label.</param>
/// <param name="Scores">The same as probabilities; raw where the model is a regressor.</param>
public sealed record Classification(IReadOnlyList<string> Labels, float[] Logits, float[] Scores)
{
    /// <summary>The index of the highest score.</summary>
    public int Index { get; } = Highest(Scores);

    /// <summary>The label of the highest score.</summary>
    public string Label => Labels[Index];

    /// <summary>The highest score; of a regressor, its one output as it is.</summary>
    public float Score => Scores[Index];

    private static int Highest(float[] scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
