using System.Numerics.Tensors;
using Streaming.Operators;

namespace Streaming.Models.Encoders;

/// <summary>A model that puts texts and pictures into one space: CLIP, SigLIP. Its vectors have the length 1.</summary>
public sealed class DualEncoder
{
    internal DualEncoder(TextEmbedder texts, ImageEmbedder images, LogitLine? line, bool pairwise)
    {
        Texts = texts;
        Images = images;
        Line = line;
        Pairwise = pairwise;
    }

    /// <summary>The side of the texts.</summary>
    public TextEmbedder Texts { get; }

    /// <summary>The side of the pictures.</summary>
    public ImageEmbedder Images { get; }

    /// <summary>How the model's logits follow from cosines; null where the folder has no graph that says it (only text_model.onnx and vision_model.onnx).</summary>
    public LogitLine? Line { get; }

    /// <summary>Whether each pair has a probability of its own (SigLIP); otherwise texts compete with each other (CLIP).</summary>
    public bool Pairwise { get; }

    /// <summary>The cosine of two of this model's vectors.</summary>
    public static float Cosine(ReadOnlySpan<float> text, ReadOnlySpan<float> image) => TensorPrimitives.Dot(text, image);

    /// <summary>How likely a picture belongs to each of several texts.</summary>
    public float[] Probabilities(ReadOnlySpan<float> image, IReadOnlyList<float[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);

        // Trained CLIP models stand at their upper limit of 100.
        var line = Line ?? new LogitLine(100, 0);
        var logits = new float[texts.Count];
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = line.Of(Cosine(texts[i], image));
        }

        return Pairwise ? ScoreRule.Sigmoid(logits) : ScoreRule.Softmax(logits);
    }

    /// <summary>Tries both sides before the first sample.</summary>
    /// <exception cref="BadInputException">One of them cannot be called.</exception>
    public void Warm()
    {
        Texts.Warm();
        Images.Warm();
    }
}
