using Streaming.Benchmarks.Corpora;
using Streaming.Models.Folders;
using Streaming.Models.Texts;

namespace Streaming.Benchmarks.Models;

/// <summary>Texts that are tokenised already: any words of a model's vocabulary, between its special tokens, of log-normal lengths. The same seed gives the same rows.</summary>
internal static class TokenisedTexts
{
    private const double Median = 40;
    private const double Spread = 0.9;

    /// <summary>Rows for the model of a folder, cut to what it reads.</summary>
    public static TokenRow[] Of(string folder, int count)
    {
        var model = ModelFolder.Open(folder);
        var longest = Math.Min(TextSettings.Of(model).MaxLength, 512);
        var frame = model.Tokenizer.Encode("", addSpecialTokens: true);
        var words = model.Tokenizer.Encode("the quick brown fox jumps over a lazy dog while it rains on the old harbour and nobody sees", addSpecialTokens: false);
        var random = new Random(17);
        return [.. Enumerable.Range(0, count).Select(_ => Row(frame, words, Math.Min(longest - frame.Length, LogNormal.Next(random, Median, Spread)), random))];
    }

    // The first special token, words, the other special tokens.
    private static TokenRow Row(int[] frame, int[] words, int length, Random random) =>
        new([.. frame.Take(frame.Length / 2), .. Enumerable.Range(0, length).Select(_ => words[random.Next(words.Length)]), .. frame.Skip(frame.Length / 2)]);
}
