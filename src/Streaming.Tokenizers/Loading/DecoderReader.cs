using System.Text.Json;
using Streaming.Tokenizers.Decoders;
using Streaming.Tokenizers.PreTokenizers;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads the decoder of a <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    public static Decoder? Read(JsonElement? decoder) => decoder is { } given ? Read(given) : null;

    private static Decoder Read(JsonElement decoder) => decoder.TypeName() switch
    {
        "Sequence" => new SequenceDecoder([.. decoder.Items("decoders").Select(Read)]),
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Metaspace" => new MetaspaceDecoder(decoder.Unit("replacement"), PreTokenizerReader.SchemeOf(decoder) != PrependScheme.Never),
        "Replace" => new ReplaceDecoder(PatternReader.Read(decoder), decoder.Text("content")),
        "Strip" => new StripDecoder(decoder.Character("content"), decoder.OptionalNumber("start") ?? 0, decoder.OptionalNumber("stop") ?? 0),
        "WordPiece" => new WordPieceDecoder(decoder.OptionalText("prefix") ?? "##", decoder.Flag("cleanup", true)),
        "BPEDecoder" => new BpeDecoder(decoder.OptionalText("suffix") ?? "</w>"),
        "CTC" => new CtcDecoder(decoder.OptionalText("pad_token") ?? "<pad>", decoder.OptionalText("word_delimiter_token") ?? "|", decoder.Flag("cleanup", true)),
        var type => throw JsonFields.Unsupported("decoder", type),
    };
}
