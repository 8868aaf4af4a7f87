using System.Text.Json;
using Streaming.Models.Generation;

namespace Streaming.Models.Tests.Goldens;

/// <summary>Compares generated texts with their goldens.</summary>
internal static class GenerationGoldens
{
    public static GenerationSettings SettingsOf(JsonElement settings)
    {
        var stops = settings.TryGetProperty("stop_strings", out var texts) ? GoldenModel.Texts(texts) : [];
        return new GenerationSettings
        {
            MaxNewTokens = Int(settings, "max_new_tokens", 20),
            MinNewTokens = Int(settings, "min_new_tokens", 0),
            RepetitionPenalty = Real(settings, "repetition_penalty", 1),
            NoRepeatNgramSize = Int(settings, "no_repeat_ngram_size", 0),
            Beams = Int(settings, "num_beams", 1),
            ReturnSequences = Int(settings, "num_return_sequences", 1),
            LengthPenalty = Real(settings, "length_penalty", 1),
            Temperature = Real(settings, "temperature", 1),
            TopK = Int(settings, "top_k", 0),
            TopP = Real(settings, "top_p", 1),
            MinP = Real(settings, "min_p", 0),
            StopStrings = stops,
            EndTokenIds = settings.TryGetProperty("eos_token_id", out var ends) ? ends.ValueKind == JsonValueKind.Array ? GoldenModel.Ints(ends) : [ends.GetInt32()] : null,
            EarlyStopping = settings.TryGetProperty("early_stopping", out var early)
                ? early.ValueKind switch { JsonValueKind.True => EarlyStopping.WhenFull, JsonValueKind.String => EarlyStopping.Never, _ => EarlyStopping.Heuristic }
                : EarlyStopping.Heuristic,
        };
    }

    public static void Check(GoldenModel golden, JsonElement expected, Generated[] actual, string what)
    {
        var sequences = expected.GetProperty("sequences").EnumerateArray().ToArray();
        Assert.True(sequences.Length == actual.Length, $"{what}: {sequences.Length} sequences expected, {actual.Length} given");
        for (var i = 0; i < sequences.Length; i++)
        {
            var ids = GoldenModel.Ints(sequences[i].GetProperty("new_ids"));
            Assert.True(ids.SequenceEqual(actual[i].Ids), $"{what}, sequence {i}: [{string.Join(',', ids)}] expected, [{string.Join(',', actual[i].Ids)}] given");
            Assert.Equal((what, sequences[i].GetProperty("text").GetString()), (what, actual[i].Text));
            Assert.Equal((what, sequences[i].GetProperty("finish").GetString()), (what, actual[i].Finish switch { FinishReason.End => "eos", FinishReason.Stop => "stop", _ => "length" }));
            if (sequences[i].TryGetProperty("score", out var score))
            {
                golden.Near("beam_scores", score, actual[i].Score!.Value, $"{what}, sequence {i}: score");
            }
        }
    }

    private static int Int(JsonElement settings, string name, int fallback) => settings.TryGetProperty(name, out var value) ? value.GetInt32() : fallback;

    private static float Real(JsonElement settings, string name, float fallback) => settings.TryGetProperty(name, out var value) ? (float)value.GetDouble() : fallback;
}
