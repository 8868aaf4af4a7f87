using Streaming.Models.Operators.Losses;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>Keeps samples whose text has a perplexity between <c>min_score</c> and <c>max_score</c> under a language model: the exponential of the mean loss of its tokens.</summary>
[Operator("llm_perplexity_filter", Example = "{ hf_model: models/llama, max_score: 500 }")]
internal sealed class LlmPerplexityFilter(LlmPerplexityFilterOptions options) : LossFilter(options, "llm_perplexity")
{
    protected override IEnumerable<IReadOnlyList<string>> Ask(IReadOnlyList<string> turns) => [turns];

    protected override double Figure(double[] losses) => Math.Exp(losses[0]);
}

/// <summary>Options of <c>llm_perplexity_filter</c>.</summary>
internal sealed record LlmPerplexityFilterOptions : LossFilterOptions;
