using System.Text.Json;
using Streaming.Tokenizers.Models;

namespace Streaming.Tokenizers.Loading;

/// <summary>Reads the model of a <c>tokenizer.json</c>.</summary>
internal static class ModelReader
{
    public static TokenModel Read(JsonElement model, bool takesBytes) => model.OptionalText("type") switch
    {
        "BPE" => Bpe(model, takesBytes),
        "Unigram" => Unigram(model),
        "WordPiece" => WordPiece(model),
        "WordLevel" => new WordLevelModel(Vocabulary(model), model.OptionalText("unk_token") ?? "<unk>"),

        // Old files leave the type out; the fields tell.
        null when model.Field("merges") is not null => Bpe(model, takesBytes),
        null when model.Field("continuing_subword_prefix") is not null => WordPiece(model),
        null when model.Field("unk_id") is not null => Unigram(model),
        var type => throw JsonFields.Unsupported("model", type),
    };

    private static WordPieceModel WordPiece(JsonElement model) => new(
        Vocabulary(model),
        model.OptionalText("unk_token") ?? "[UNK]",
        model.OptionalText("continuing_subword_prefix") ?? "##",
        model.OptionalNumber("max_input_chars_per_word") ?? 100);

    private static BpeModel Bpe(JsonElement model, bool takesBytes)
    {
        if (model.Field("dropout") is { } dropout && dropout.GetDouble() > 0)
        {
            throw new InvalidDataException("model.dropout is not supported: tokens would differ from run to run.");
        }

        var vocabulary = Vocabulary(model);
        var options = new BpeOptions
        {
            UnknownToken = model.OptionalText("unk_token"),
            ContinuingSubwordPrefix = model.OptionalText("continuing_subword_prefix") ?? "",
            EndOfWordSuffix = model.OptionalText("end_of_word_suffix") ?? "",
            FuseUnknown = model.Flag("fuse_unk"),
            ByteFallback = model.Flag("byte_fallback"),
            IgnoreMerges = model.Flag("ignore_merges"),
            TakesBytes = takesBytes,
        };
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Id)>();
        foreach (var (merge, rank) in model.Items("merges").Select((merge, rank) => (merge, rank)))
        {
            var (left, right) = PairOf(merge);
            merges[(IdOf(left), IdOf(right))] = (rank, IdOf(left + right[Math.Min(options.ContinuingSubwordPrefix.Length, right.Length)..]));
        }

        return new BpeModel(vocabulary, merges, options);

        int IdOf(string token) => vocabulary.TryGetValue(token, out var id) ? id : throw new InvalidDataException($"model.merges names '{token}', which is not in the vocabulary.");
    }

    private static (string Left, string Right) PairOf(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].GetString() is { } left && merge[1].GetString() is { } right)
        {
            return (left, right);
        }

        var parts = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [];
        return parts.Length == 2 ? (parts[0], parts[1]) : throw JsonFields.Missing("model.merges", "a list of pairs");
    }

    private static UnigramModel Unigram(JsonElement model)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        foreach (var entry in model.Required("vocab").EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].GetString() is not { } piece)
            {
                throw JsonFields.Missing("model.vocab", "a list of [piece, score]");
            }

            vocabulary[piece] = scores.Count;
            scores.Add(entry[1].GetDouble());
        }

        var unknown = model.OptionalNumber("unk_id") ?? -1;
        return unknown < scores.Count
            ? new UnigramModel(vocabulary, new PieceTrie(vocabulary), [.. scores], scores.Count == 0 ? 0 : scores.Min(), unknown, model.Flag("byte_fallback"))
            : throw JsonFields.Missing("model.unk_id", "less than the size of the vocabulary");
    }

    private static Dictionary<string, int> Vocabulary(JsonElement model)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var field = model.Required("vocab");
        if (field.ValueKind != JsonValueKind.Object)
        {
            throw JsonFields.Missing("model.vocab", "an object");
        }

        foreach (var entry in field.EnumerateObject())
        {
            vocabulary[entry.Name] = entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out var id) && id is >= 0 and < JsonTokenizerReader.MaxId
                ? id
                : throw JsonFields.Missing("model.vocab." + entry.Name, $"an id from 0 to {JsonTokenizerReader.MaxId}");
        }

        return vocabulary;
    }
}
