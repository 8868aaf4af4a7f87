using System.Text.Json;

namespace Streaming.Operators.Tests;

/// <summary>A token classifier that knows a few words: each token's label is looked up, whatever stands around it. None of the small models labels tokens.</summary>
internal static class TinyTagger
{
    private const float Sure = 8;

    private static readonly string[] _labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    // The pieces of words and their labels; ##bel says nothing of its own.
    private static readonly (string Piece, int Label)[] _vocabulary =
    [
        ("[PAD]", 0), ("[UNK]", 0), ("[CLS]", 0), ("[SEP]", 0), ("anna", 1), ("##bel", 0), ("##s", 0), ("miller", 2), ("bob", 1), ("paris", 3), ("met", 0), ("in", 0), ("the", 0), ("wrote", 0), ("to", 0), ("of", 0),
        (".", 0), (",", 0), ("(", 0), (")", 0), ("[", 0), ("]", 0), ("@", 0), ("email", 0), ("person", 1), ("nobody", 0), ("here", 0),
    ];

    /// <summary>Writes it into a folder, which it gives back. It reads 16 tokens at once.</summary>
    public static string Write(string folder)
    {
        var table = _vocabulary.SelectMany(entry => _labels.Select((_, label) => label == entry.Label ? Sure : 0f)).ToArray();
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), TinyGraph.Tagger(table, _labels.Length));
        Put("config.json", new
        {
            model_type = "bert",
            architectures = new[] { "BertForTokenClassification" },
            max_position_embeddings = 16,
            id2label = _labels.Select((label, i) => (label, i)).ToDictionary(l => $"{l.i}", l => l.label),
        });
        Put("tokenizer.json", new
        {
            version = "1.0",
            added_tokens = _vocabulary.Take(4).Select((entry, id) => new { id, content = entry.Piece, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
            normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true },
            pre_tokenizer = new { type = "BertPreTokenizer" },
            post_processor = new
            {
                type = "BertProcessing",
                sep = new object[] { "[SEP]", 3 },
                cls = new object[] { "[CLS]", 2 },
            },
            model = new
            {
                type = "WordPiece",
                unk_token = "[UNK]",
                continuing_subword_prefix = "##",
                max_input_chars_per_word = 100,
                vocab = _vocabulary.Select((entry, id) => (entry.Piece, id)).ToDictionary(e => e.Piece, e => e.id),
            },
        });
        return folder;

        void Put(string name, object content) => File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(content));
    }
}
