using System.Text.Json.Nodes;

namespace Streaming.Operators.Tests.Packing;

/// <summary>A folder with the project's own tokenizer, to which chat tokens are added, and a chat template.</summary>
internal sealed class ChatFolder : IDisposable
{
    public const string ChatMl =
        "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    public const string Llama3 =
        "{% for m in messages %}{% if loop.first %}{{ '<|begin_of_text|>' }}{% endif %}{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\n\n' + m['content'] | trim + '<|eot_id|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

    private static readonly string[] Added =
        ["<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    public ChatFolder(string template)
    {
        var file = JsonNode.Parse(File.ReadAllBytes(Path.Combine(TestModels.Committed("tokenizer"), "tokenizer.json")))!;
        var next = file["model"]!["vocab"]!.AsObject().Max(pair => (int)pair.Value!) + 1;
        foreach (var token in Added)
        {
            file["added_tokens"]!.AsArray().Add(new JsonObject
            {
                ["id"] = next++,
                ["content"] = token,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            });
        }

        // As many byte-level tokenizers have it: offsets without the spaces that tokens begin with.
        file["post_processor"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };
        File.WriteAllText(Path.Combine(FullPath, "tokenizer.json"), file.ToJsonString());
        File.WriteAllText(Path.Combine(FullPath, "chat_template.jinja"), template);
    }

    public string FullPath { get; } = Directory.CreateTempSubdirectory("streaming-chat-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
