using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis.Rewriting;

/// <summary>Has a model sum texts up, into a column of its own.</summary>
[Operator("summarize_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, into: summary, max_words: 60 }")]
internal sealed class SummarizeMapper(SummarizeOptions options) : Rewriter(options, TaskOf(options))
{
    private static string TaskOf(SummarizeOptions options) =>
        $"You sum a text up in at most {options.MaxWords.ToString(CultureInfo.InvariantCulture)} words, in its own language, by what it says and nothing else. Write the summary and nothing else.";
}

/// <summary>Options of <c>summarize_mapper</c>.</summary>
internal sealed record SummarizeOptions : RewriteOptions
{
    /// <summary>The words that the model is asked to stay within.</summary>
    [Range(1, 100_000)]
    public int MaxWords { get; init; } = 100;
}
