using System.Text.Json;
using Streaming.Tokenizers.Loading;
using Streaming.Tokenizers.SentencePieces;
using Streaming.Tokenizers.Tiktoken;

namespace Streaming.Tokenizers;

/// <summary>Loads tokenizers.</summary>
public static class TokenizerFile
{
    // The largest known file (a vocabulary of 262,144 with its merges) has 33 MB.
    private const long MaxBytes = 512L << 20;
    private const int MaxDepth = 64;

    /// <summary>
    /// Loads the tokenizer that <paramref name="name"/> means: a <c>tokenizer.json</c>, a folder that holds one, a <c>*.tiktoken</c> file, a SentencePiece
    /// <c>*.model</c>, or one of the built-in encodings <c>cl100k_base</c>, <c>o200k_base</c>. A <c>tokenizer_config.json</c> beside a <c>tokenizer.json</c> is heeded.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is broken or has a part that is not supported; the message names it.</exception>
    public static ITracingTokenizer Load(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = Directory.Exists(name) ? FileIn(name) : name;
        if (!File.Exists(path))
        {
            return BuiltInEncodings.Load(name) ?? throw new FileNotFoundException($"No tokenizer at '{name}'.", name);
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidDataException($"'{path}' is too large for a tokenizer.");
        }

        try
        {
            return Path.GetExtension(path) switch
            {
                ".tiktoken" => TiktokenReader.Read(path),
                ".model" => TiktokenReader.IsVocabulary(path) ? TiktokenReader.Read(path) : SentencePieceReader.Read(File.ReadAllBytes(path)),
                _ => Json(path),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException or InvalidDataException
            or Google.Protobuf.InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"'{path}': {e.Message}", e);
        }
    }

    private static string FileIn(string folder)
    {
        var files = Array.ConvertAll(["tokenizer.json", "tokenizer.model", "spiece.model"], file => Path.Combine(folder, file));
        return Array.Find(files, File.Exists) ?? files[0];
    }

    private static PipelineTokenizer Json(string path)
    {
        var configPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "tokenizer_config.json");
        using var file = Parse(path);
        using var config = File.Exists(configPath) ? Parse(configPath) : null;
        return JsonTokenizerReader.Read(file.RootElement, config?.RootElement);
    }

    private static JsonDocument Parse(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }
}
