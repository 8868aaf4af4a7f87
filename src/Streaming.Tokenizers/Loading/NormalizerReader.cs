using System.Text.Json;
using Streaming.Tokenizers.Normalizers;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads the normalizer of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    public static Normalizer? Read(JsonElement? normalizer) => normalizer is { } given ? Read(given) : null;

    private static Normalizer Read(JsonElement normalizer) => normalizer.TypeName() switch
    {
        "Sequence" => new SequenceNormalizer([.. normalizer.Items("normalizers").Select(Read)]),
        "BertNormalizer" => new BertNormalizer(
            normalizer.Flag("clean_text", true),
            normalizer.Flag("handle_chinese_chars", true),
            normalizer.Flag("strip_accents", normalizer.Flag("lowercase", true)),
            normalizer.Flag("lowercase", true)),
        "NFC" => new UnicodeNormalizer(NormalizationForm.FormC),
        "NFD" => new UnicodeNormalizer(NormalizationForm.FormD),
        "NFKC" => new UnicodeNormalizer(NormalizationForm.FormKC),
        "NFKD" => new UnicodeNormalizer(NormalizationForm.FormKD),
        "Lowercase" => new LowercaseNormalizer(),
        "Strip" => new StripNormalizer(normalizer.Flag("strip_left", true), normalizer.Flag("strip_right", true)),
        "StripAccents" => new StripAccentsNormalizer(),
        "Nmt" => new NmtNormalizer(),
        "Prepend" => new PrependNormalizer(normalizer.Text("prepend")),
        "Replace" => Replace(normalizer),
        "Precompiled" => new CharsMapNormalizer(CharsMap.Read(Convert.FromBase64String(normalizer.Text("precompiled_charsmap")))),
        "ByteLevel" => new ByteLevelNormalizer(),
        var type => throw JsonFields.Unsupported("normalizer", type),
    };

    private static Normalizer Replace(JsonElement normalizer)
    {
        var content = normalizer.Text("content");
        return (normalizer.Required("pattern").OptionalText("String"), normalizer.Required("pattern").OptionalText("Regex"), content) switch
        {
            ([var character], _, [var replacement]) => new CharReplaceNormalizer(character, replacement),
            (_, @"\s+", _) => new WhiteSpaceRunNormalizer(1, blanksOnly: false, content),
            (_, " {2,}", _) => new WhiteSpaceRunNormalizer(2, blanksOnly: true, content),
            _ => new ReplaceNormalizer(PatternReader.Read(normalizer), content),
        };
    }
}
