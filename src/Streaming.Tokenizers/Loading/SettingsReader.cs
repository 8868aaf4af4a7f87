using System.Text.Json;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads truncation and padding of a <c>tokenizer.json</c> and what its <c>tokenizer_config.json</c> adds.</summary>
internal static class SettingsReader
{
    public static TokenizerSettings Read(JsonElement file, JsonElement? config)
    {
        var given = config ?? default;
        var padToken = TokenText(given, "pad_token");
        return new TokenizerSettings
        {
            Truncation = file.Field("truncation") is { } truncation ? TruncationOf(truncation) : null,
            Padding = file.Field("padding") is { } padding ? PaddingOf(padding) : PaddingOf(file, given, padToken),

            // Models without a limit are saved with one of 10^30.
            ModelMaxLength = given.Field("model_max_length") is { ValueKind: JsonValueKind.Number } length && length.TryGetInt32(out var number) ? number : null,
            BeginToken = TokenText(given, "bos_token"),
            EndToken = TokenText(given, "eos_token"),
            PadToken = padToken,
            UnknownToken = TokenText(given, "unk_token"),
            ChatTemplate = given.Field("chat_template") is { ValueKind: JsonValueKind.String } template ? template.GetString() : null,
            CleanUpSpaces = given.Field("clean_up_tokenization_spaces") is { ValueKind: JsonValueKind.True },
            TokenizerClass = given.Field("tokenizer_class") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null,
        };
    }

    // A token is written as a string or as an object with its content.
    private static string? TokenText(JsonElement config, string name) => config.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } token => token.OptionalText("content"),
        _ => null,
    };

    private static TruncationOptions TruncationOf(JsonElement truncation) => new(truncation.Number("max_length"))
    {
        Stride = truncation.OptionalNumber("stride") ?? 0,
        Side = SideOf(truncation.OptionalText("direction")),
        Strategy = truncation.OptionalText("strategy") switch
        {
            null or "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            var strategy => throw JsonFields.Unsupported("truncation.strategy", strategy),
        },
    };

    private static PaddingOptions PaddingOf(JsonElement padding) => new()
    {
        Length = padding.Field("strategy") is { ValueKind: JsonValueKind.Object } strategy ? strategy.Number("Fixed") : null,
        MultipleOf = padding.OptionalNumber("pad_to_multiple_of"),
        Side = SideOf(padding.OptionalText("direction")),
        PadId = padding.OptionalNumber("pad_id") ?? 0,
        PadTypeId = padding.OptionalNumber("pad_type_id") ?? 0,
        PadToken = padding.OptionalText("pad_token") ?? "[PAD]",
    };

    private static PaddingOptions? PaddingOf(JsonElement file, JsonElement config, string? padToken)
    {
        var id = padToken is null ? null : file.Items("added_tokens")
            .Where(token => token.OptionalText("content") == padToken)
            .Select(token => token.OptionalNumber("id"))
            .FirstOrDefault();
        return id is null ? null : new PaddingOptions
        {
            PadToken = padToken!,
            PadId = id.Value,
            PadTypeId = config.OptionalNumber("pad_token_type_id") ?? 0,
            Side = SideOf(config.OptionalText("padding_side")),
        };
    }

    private static TokenSide SideOf(string? side) => side switch
    {
        null or "Right" or "right" => TokenSide.Right,
        "Left" or "left" => TokenSide.Left,
        _ => throw JsonFields.Unsupported("side", side),
    };
}
