using System.Globalization;
using Streaming.Tokenizers.Added;
using Streaming.Tokenizers.Decoders;
using Streaming.Tokenizers.Loading;
using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.PreTokenizers;
using Streaming.Tokenizers.Scanning;

namespace Streaming.Tokenizers.Tiktoken;

/// <summary>
/// Reads tiktoken's vocabularies: a line for each token, its bytes in base 64 and its rank. Tiktoken merges any two neighbours whose bytes together are a token, the lowest
/// rank first; so each way to cut a token into two tokens is a merge of that token's rank. Token strings are written in GPT-2's byte alphabet.
/// </summary>
internal static class TiktokenReader
{
    public static PipelineTokenizer Read(string path)
    {
        var (words, special) = BuiltInEncodings.TraitsOf(Path.GetFileNameWithoutExtension(path));
        return Compose(File.ReadLines(path).Where(line => line.Length > 0).Select(TokenAndRank), words, special);
    }

    /// <summary>Whether a file is such a vocabulary, whatever its name (Llama 3's is called <c>tokenizer.model</c>).</summary>
    public static bool IsVocabulary(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[64];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.IndexOf((byte)' ') > 0 && head.IndexOfAnyExceptInRange((byte)'\n', (byte)'z') < 0;
    }

    /// <summary>A tokenizer of these tokens, in base 64, and ranks, which are the ids.</summary>
    public static PipelineTokenizer Compose(IEnumerable<(string Token, int Rank)> tokens, WordScanner words, Dictionary<string, int> special)
    {
        var vocabulary = tokens.ToDictionary(token => ByteAlphabet.StringOf(Convert.FromBase64String(token.Token)), token => token.Rank, StringComparer.Ordinal);
        return new PipelineTokenizer(new TokenizerParts(new BpeModel(vocabulary, RankMerges.Of(vocabulary, id => id), new BpeOptions { IgnoreMerges = true, TakesBytes = true }))
        {
            AddedTokens = [.. special.Select(token => new AddedToken(token.Value, token.Key) { Special = true })],
            PreTokenizers = [new SplitPreTokenizer(new ScannerPattern(words), SplitBehavior.Isolated)],
            Decoder = new ByteLevelDecoder(),
        });
    }

    private static (string Token, int Rank) TokenAndRank(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && int.TryParse(line.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank < JsonTokenizerReader.MaxId
            ? (line[..blank], rank)
            : throw new InvalidDataException($"'{line}' is no token and rank.");
    }
}
