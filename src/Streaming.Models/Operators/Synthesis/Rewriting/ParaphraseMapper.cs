using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Rewriting;

/// <summary>Has a model say texts in other words, as LaCLIP does with captions: more ways to say the same make better pairs of picture and text.</summary>
[Operator("paraphrase_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, sampling_params: { temperature: 0.9 } }")]
internal sealed class ParaphraseMapper(ParaphraseOptions options) : Rewriter(options, Task)
{
    private const string Task = "You say a text in other words: other sentences and other order, the same facts, none left out and none added, about the same length. Placeholders in angle brackets stay as they are. Write the new text and nothing else.";
}

/// <summary>Options of <c>paraphrase_mapper</c>.</summary>
internal sealed record ParaphraseOptions : RewriteOptions;
