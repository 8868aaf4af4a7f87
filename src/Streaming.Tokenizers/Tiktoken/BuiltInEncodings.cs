using System.IO.Compression;
using System.Reflection;
using Streaming.Tokenizers.Scanning;

namespace Streaming.Tokenizers.Tiktoken;

/// <summary>OpenAI's encodings, from the vocabularies that Microsoft.ML.Tokenizers brings along.</summary>
internal static class BuiltInEncodings
{
    private static readonly Dictionary<string, int> Cl100kSpecial = new()
    {
        ["<|endoftext|>"] = 100257,
        ["<|fim_prefix|>"] = 100258,
        ["<|fim_middle|>"] = 100259,
        ["<|fim_suffix|>"] = 100260,
        ["<|endofprompt|>"] = 100276,
    };

    private static readonly Dictionary<string, int> O200kSpecial = new() { ["<|endoftext|>"] = 199999, ["<|endofprompt|>"] = 200018 };

    /// <summary>The encoding of this name, or null.</summary>
    public static ITracingTokenizer? Load(string name) => name switch
    {
        "cl100k_base" => Read("Microsoft.ML.Tokenizers.Data.Cl100kBase", name, KnownPatterns.Cl100k, Cl100kSpecial),
        "o200k_base" => Read("Microsoft.ML.Tokenizers.Data.O200kBase", name, KnownPatterns.O200k, O200kSpecial),
        _ => null,
    };

    /// <summary>The pattern and the special tokens of a vocabulary file, told by its name; unknown ones are taken for cl100k_base without special tokens.</summary>
    public static (WordScanner Words, Dictionary<string, int> Special) TraitsOf(string fileName) => fileName switch
    {
        "cl100k_base" => (KnownPatterns.Cl100k, Cl100kSpecial),
        "o200k_base" => (KnownPatterns.O200k, O200kSpecial),
        "p50k_base" or "r50k_base" or "gpt2" => (KnownPatterns.ByteLevel, new() { ["<|endoftext|>"] = 50256 }),
        "qwen" => (new Cl100kScanner(1), new() { ["<|endoftext|>"] = 151643, ["<|im_start|>"] = 151644, ["<|im_end|>"] = 151645 }),
        _ => (KnownPatterns.Cl100k, []),
    };

    private static PipelineTokenizer Read(string assembly, string name, WordScanner words, Dictionary<string, int> special)
    {
        using var resource = Assembly.Load(assembly).GetManifestResourceStream(name + ".tiktoken.deflate")
            ?? throw new InvalidDataException($"{assembly} has no vocabulary '{name}'.");
        using var lines = new StreamReader(new DeflateStream(resource, CompressionMode.Decompress));

        // The first line says how many tokens follow, one a line in the order of their ranks.
        var tokens = lines.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1);
        return TiktokenReader.Compose(tokens.Select((token, rank) => (token, rank)), words, special);
    }
}
