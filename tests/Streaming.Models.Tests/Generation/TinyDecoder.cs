using System.Text.Json;
using Streaming.Testing;

namespace Streaming.Models.Tests.Generation;

/// <summary>A folder with a decoder of the tests' own, whose ids are the words <c>w0</c>, <c>w1</c>…; gone when disposed of.</summary>
internal sealed class TinyDecoder : IDisposable
{
    public const int Vocabulary = 97;

    /// <param name="ends">The ids that end a sequence.</param>
    public TinyDecoder(params int[] ends)
    {
        Path = Directory.CreateTempSubdirectory("streaming-decoder-").FullName;
        File.WriteAllBytes(System.IO.Path.Combine(Path, "model.onnx"), TinyGraph.Decoder(Vocabulary));
        Write("config.json", new { architectures = new[] { "TinyForCausalLM" }, model_type = "tiny", vocab_size = Vocabulary, max_position_embeddings = 400, eos_token_id = ends, pad_token_id = 96 });
        Write("tokenizer.json", new
        {
            version = "1.0",
            pre_tokenizer = new { type = "WhitespaceSplit" },
            model = new { type = "WordLevel", vocab = Enumerable.Range(0, Vocabulary).ToDictionary(id => $"w{id}"), unk_token = "w1" },
        });
    }

    public string Path { get; }

    /// <summary>A prompt of so many ids that depend on the number.</summary>
    public static string Prompt(int number, int length) => string.Join(' ', Enumerable.Range(0, length).Select(i => $"w{((number + 3) * (i + 7) * 31) % Vocabulary}"));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Write(string name, object content) => File.WriteAllText(System.IO.Path.Combine(Path, name), JsonSerializer.Serialize(content));
}
