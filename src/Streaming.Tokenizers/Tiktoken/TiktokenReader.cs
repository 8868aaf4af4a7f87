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
        using var lines = new StreamReader(path);
        return Read(lines, words, special);
    }

    /// <summary>Whether a file is such a vocabulary, whatever its name (Llama 3's is called <c>tokenizer.model</c>).</summary>
    public static bool IsVocabulary(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[64];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.IndexOf((byte)' ') > 0 && head.IndexOfAnyExceptInRange((byte)'\n', (byte)'z') < 0;
    }

    public static PipelineTokenizer Read(TextReader lines, WordScanner words, Dictionary<string, int> special)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var rank = blank > 0 && int.TryParse(line.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < JsonTokenizerReader.MaxId
                ? number
                : throw new InvalidDataException($"'{line}' is no token and rank.");
            vocabulary[ByteAlphabet.StringOf(Convert.FromBase64String(line[..blank]))] = rank;
        }

        return Of(vocabulary, words, special);
    }

    /// <summary>Reads the form in which Microsoft.ML.Tokenizers embeds vocabularies: their size, then a token a line; its rank is its place.</summary>
    public static PipelineTokenizer ReadEmbedded(TextReader lines, WordScanner words, Dictionary<string, int> special)
    {
        const string Header = "Capacity: ";
        if (lines.ReadLine() is not { } header || !header.StartsWith(Header, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The embedded vocabulary does not begin with '{Header}'.");
        }

        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var rank = 0; lines.ReadLine() is { } line; rank++)
        {
            if (line.Length > 0)
            {
                vocabulary[ByteAlphabet.StringOf(Convert.FromBase64String(line))] = rank;
            }
        }

        return Of(vocabulary, words, special);
    }

    private static PipelineTokenizer Of(Dictionary<string, int> vocabulary, WordScanner words, Dictionary<string, int> special) =>
        new(new TokenizerParts(new BpeModel(vocabulary, RankMerges.Of(vocabulary, id => id), new BpeOptions { IgnoreMerges = true, TakesBytes = true }))
        {
            AddedTokens = [.. special.Select(token => new AddedToken(token.Value, token.Key) { Special = true })],
            PreTokenizers = [new SplitPreTokenizer(new ScannerPattern(words), SplitBehavior.Isolated)],
            Decoder = new ByteLevelDecoder(),
        });
}
