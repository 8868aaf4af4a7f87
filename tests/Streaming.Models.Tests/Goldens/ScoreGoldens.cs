using System.Text.Json;
using Streaming.Models.Encoders;

namespace Streaming.Models.Tests.Goldens;

/// <summary>Compares a classification with its golden.</summary>
internal static class ScoreGoldens
{
    public static void Check(GoldenModel golden, JsonElement expected, Classification actual, string what)
    {
        golden.Near("logits", expected.GetProperty("logits"), actual.Logits, $"{what}: logits");
        if (expected.TryGetProperty("probabilities", out var probabilities))
        {
            golden.Near("probabilities", probabilities, actual.Scores, $"{what}: probabilities");
        }

        if (expected.TryGetProperty("label", out var label))
        {
            Assert.Equal(label.GetString(), actual.Label);
        }

        if (expected.TryGetProperty("score", out var score))
        {
            golden.Near(expected.TryGetProperty("probabilities", out _) ? "probabilities" : "logits", score, actual.Score, $"{what}: score");
        }

        if (expected.TryGetProperty("int_score", out var rounded))
        {
            Assert.Equal(rounded.GetInt32(), (int)Math.Round(Math.Clamp(actual.Score, 0, 5)));
        }
    }
}
