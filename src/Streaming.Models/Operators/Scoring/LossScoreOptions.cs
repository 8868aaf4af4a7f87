using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Scoring;

/// <summary>Options of scorers that measure losses.</summary>
internal abstract record LossScoreOptions : ModelOptions
{
    /// <summary>The folder of a decoder: a checkpoint of the model in training.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The key under which the score is kept in <c>__dj__stats__</c>.</summary>
    [Required, MinLength(1)]
    public string Into { get; init; } = "";

    /// <summary>What comes before the text, with columns between braces; not measured itself.</summary>
    public string? QueryTemplate { get; init; }

    /// <summary>The text that is measured, with columns between braces; <c>{text}</c> by default. Of samples with a chat, the last turn.</summary>
    public string? ResponseTemplate { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var (option, template) in new[] { ("query_template", QueryTemplate), ("response_template", ResponseTemplate) })
        {
            if (SampleTemplate.ProblemOf(template) is { } problem)
            {
                yield return new(option, problem);
            }
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}
