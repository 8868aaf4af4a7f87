using System.Text.Json;
using Streaming.Tokenizers.PostProcessors;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads the post-processor of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessorReader
{
    public static PostProcessor? Read(JsonElement? processor) => processor is { } given ? Read(given) : null;

    private static PostProcessor Read(JsonElement processor) => processor.TypeName() switch
    {
        "Sequence" => new SequencePostProcessor([.. processor.Items("processors").Select(Read)]),
        "TemplateProcessing" => Template(processor),
        "BertProcessing" => new BertPostProcessor(TokenOf(processor, "cls"), TokenOf(processor, "sep")),
        "RobertaProcessing" => new RobertaPostProcessor(
            TokenOf(processor, "cls"),
            TokenOf(processor, "sep"),
            processor.Flag("trim_offsets", true),
            processor.Flag("add_prefix_space", true)),
        "ByteLevel" => new ByteLevelPostProcessor(processor.Flag("trim_offsets", true), processor.Flag("add_prefix_space", true)),
        var type => throw JsonFields.Unsupported("post_processor", type),
    };

    private static SpecialToken TokenOf(JsonElement processor, string name)
    {
        var field = processor.Required(name);
        return field.ValueKind == JsonValueKind.Array && field.GetArrayLength() == 2 && field[1].TryGetInt32(out var id) && id >= 0
            ? new SpecialToken(field[0].GetString() ?? "", id)
            : throw JsonFields.Missing(name, "a token and its id");
    }

    private static TemplatePostProcessor Template(JsonElement processor)
    {
        var special = processor.Field("special_tokens");
        return new TemplatePostProcessor(
            [.. processor.Items("single").Select(piece => PieceOf(piece, special))],
            [.. processor.Items("pair").Select(piece => PieceOf(piece, special))]);
    }

    private static TemplatePiece PieceOf(JsonElement piece, JsonElement? special)
    {
        if (piece.Field("Sequence") is { } sequence)
        {
            return new TemplatePiece(sequence.Text("id") switch { "A" => 0, "B" => 1, var id => throw JsonFields.Unsupported("Sequence", id) }, sequence.Number("type_id"), [], []);
        }

        var token = piece.Required("SpecialToken");
        var entry = special?.Field(token.Text("id")) ?? throw JsonFields.Missing("special_tokens." + token.Text("id"), "given");
        return new TemplatePiece(
            -1,
            token.Number("type_id"),
            [.. entry.Items("ids").Select(id => id.TryGetInt32(out var value) && value >= 0 ? value : throw JsonFields.Missing("ids", "ids"))],
            [.. entry.Items("tokens").Select(text => text.GetString() ?? "")]);
    }
}
