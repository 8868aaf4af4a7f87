using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streaming.SampleDocuments.Tokenizer;

/// <summary>Writes merges as a Hugging Face <c>tokenizer.json</c> of the byte-level kind, with <c>&lt;|endoftext|&gt;</c> as token 0.</summary>
internal static class TokenizerJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file; its folder is made.</summary>
    public static void Write(IReadOnlyList<Merge> merges, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Build(merges).ToJsonString(Options) + "\n");
    }

    private static JsonObject Build(IReadOnlyList<Merge> merges)
    {
        var vocabulary = new JsonObject { ["<|endoftext|>"] = 0 };
        foreach (var token in Enumerable.Range(0, 256).Select(b => Spell([(byte)b])).Concat(merges.Select(m => Spell([.. m.Left, .. m.Right]))))
        {
            // Two merges may spell the same token; its first id stays.
            vocabulary.TryAdd(token, vocabulary.Count);
        }

        return new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(EndOfText()),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)$"{Spell(m.Left)} {Spell(m.Right)}")]),
            },
        };
    }

    private static JsonObject EndOfText() => new()
    {
        ["id"] = 0,
        ["content"] = "<|endoftext|>",
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject ByteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };

    private static string Spell(ReadOnlySpan<byte> bytes)
    {
        var spelt = new char[bytes.Length];
        for (var i = 0; i < spelt.Length; i++)
        {
            spelt[i] = CharacterOf(bytes[i]);
        }

        return new(spelt);
    }

    // GPT-2's alphabet: bytes that print stand for themselves, the others for the letters from U+0100 on, in their order.
    private static char CharacterOf(byte b) => b switch
    {
        <= 0x20 => (char)(0x100 + b),
        <= 0x7E => (char)b,
        <= 0xA0 => (char)(0x121 + b - 0x7F),
        0xAD => (char)0x143,
        _ => (char)b,
    };
}
