using Streaming.Models.Operators.Losses;
using Streaming.Operators;

namespace Streaming.Models.Operators.Filtering;

/// <summary>
/// Keeps samples whose answers are hard to give in the measure between <c>min_score</c> and <c>max_score</c> (IFD, arXiv 2308.12032): the mean loss of the answer's tokens
/// with the question before it, divided by that without. Above 1 the question does not help.
/// </summary>
[Operator("instruction_following_difficulty_filter", Example = "{ hf_model: models/llama, query_template: 'Continue:', min_score: 0.2, max_score: 1 }", Job = SurveyJob.Instructions)]
internal sealed class InstructionFollowingDifficultyFilter(InstructionFollowingDifficultyFilterOptions options) : LossFilter(options, "ifd_score")
{
    protected override IEnumerable<IReadOnlyList<string>> Ask(IReadOnlyList<string> turns) => [turns, [turns[^1]]];

    protected override double Figure(double[] losses) => losses[0] / losses[1];
}

/// <summary>Options of <c>instruction_following_difficulty_filter</c>.</summary>
internal sealed record InstructionFollowingDifficultyFilterOptions : LossFilterOptions;
