namespace Streaming.Models.Encoders;

/// <summary>A dual encoder's logits as a line over cosines.</summary>
/// <param name="Scale">What a cosine is multiplied with.</param>
/// <param name="Bias">What is added; 0 for CLIP.</param>
public sealed record LogitLine(float Scale, float Bias)
{
    /// <summary>The logit of a cosine.</summary>
    public float Of(float cosine) => (cosine * Scale) + Bias;

    /// <summary>The line through what a graph gave for two texts.</summary>
    internal static LogitLine Through((float Cosine, float Logit) first, (float Cosine, float Logit) second, bool hasBias)
    {
        var scale = hasBias
            ? ((double)second.Logit - first.Logit) / ((double)second.Cosine - first.Cosine)
            : (((double)first.Logit * first.Cosine) + ((double)second.Logit * second.Cosine)) / (((double)first.Cosine * first.Cosine) + ((double)second.Cosine * second.Cosine));
        return new LogitLine((float)scale, hasBias ? (float)(first.Logit - (scale * first.Cosine)) : 0);
    }
}
