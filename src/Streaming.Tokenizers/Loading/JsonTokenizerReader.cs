using System.Text.Json;
using Streaming.Tokenizers.Added;
using Streaming.Tokenizers.PreTokenizers;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class JsonTokenizerReader
{
    /// <summary>Ids beyond this are a broken file: a vocabulary of a million is the largest known.</summary>
    public const int MaxId = 1 << 24;

    public static PipelineTokenizer Read(JsonElement file, JsonElement? config)
    {
        if (file.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("A tokenizer.json must be an object.");
        }

        var preTokenizers = PreTokenizerReader.Read(file.Field("pre_tokenizer"));

        // Bytes that are written as letters only for the model to read them are given to it as they are.
        var takesBytes = file.Required("model").OptionalText("type") is null or "BPE" && preTokenizers is [.., ByteMapPreTokenizer];
        return new PipelineTokenizer(new TokenizerParts(ModelReader.Read(file.Required("model"), takesBytes))
        {
            AddedTokens = [.. file.Items("added_tokens").Select(AddedTokenOf)],
            Normalizer = NormalizerReader.Read(file.Field("normalizer")),
            PreTokenizers = PreTokenizerReader.Simplified(takesBytes ? [.. preTokenizers.SkipLast(1)] : preTokenizers),
            PostProcessor = PostProcessorReader.Read(file.Field("post_processor")),
            Decoder = DecoderReader.Read(file.Field("decoder")),
            Settings = SettingsReader.Read(file, config),
        });
    }

    private static AddedToken AddedTokenOf(JsonElement token) => new(IdOf(token), token.Text("content"))
    {
        SingleWord = token.Flag("single_word"),
        StripsLeft = token.Flag("lstrip"),
        StripsRight = token.Flag("rstrip"),
        Normalized = token.Flag("normalized"),
        Special = token.Flag("special"),
    };

    private static int IdOf(JsonElement token) => token.Number("id") is < MaxId and var id ? id : throw JsonFields.Missing("added_tokens.id", $"less than {MaxId}");
}
