using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Judging;

/// <summary>
/// Has a model say which of two columns is better: <c>first</c>, <c>second</c>, or <c>tie</c>. It is asked twice, with the places exchanged, as models favour a place; when the answers contradict each other it is a
/// tie. Models rank pairs much like people, but do not score alike.
/// </summary>
[Operator("pairwise_ranking_mapper", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, first_key: text, second_key: id }")]
internal sealed class PairwiseRankingMapper(PairwiseRankingOptions options) : SynthesisOperator(options)
{
    private const string Tie = "tie";

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "first_key, second_key", [options.FirstKey, options.SecondKey]);
        return input.With(new(options.Into, ColumnType.String));
    }

    protected override IReadOnlyList<Question> Ask(Sample sample)
    {
        var (first, second) = (SampleText.Of(sample, options.FirstKey), SampleText.Of(sample, options.SecondKey));
        return [Compare(sample, first, second), Compare(sample, second, first)];
    }

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        var preferred = ((string)answers[0], (string)answers[1]) switch
        {
            ("A", "B") => "first",
            ("B", "A") => "second",
            _ => Tie,
        };
        sample.Meta[options.Into] = preferred;
        if (preferred == Tie && options.RejectTies)
        {
            outcome.Reject(sample, new($"neither is better: the model said {answers[0]}, and {answers[1]} with the places exchanged"));
        }
        else
        {
            outcome.Keep(sample);
        }
    }

    private Question Compare(Sample sample, string a, string b)
    {
        var about = options.ContextKey.Length > 0 ? $"### Context\n{SampleText.Of(sample, options.ContextKey)}\n\n" : "";
        return new()
        {
            Turns = Question.Ask($"You compare two texts, A and B, by this: {options.Criterion}. Neither their order nor their length counts. Answer with A, B or tie, and nothing else.", $"{about}### A\n{a}\n\n### B\n{b}"),
            Read = Read,
        };
    }

    private static string Read(string text) => text.Trim().Trim('.', '*', '"', '\'', '#', ' ') switch
    {
        "A" or "a" => "A",
        "B" or "b" => "B",
        var word when word.Equals(Tie, StringComparison.OrdinalIgnoreCase) => Tie,
        _ => throw new AnswerException("It is none of A, B and tie."),
    };
}

/// <summary>Options of <c>pairwise_ranking_mapper</c>.</summary>
internal sealed record PairwiseRankingOptions : SynthesisOptions
{
    /// <summary>The column of the first text.</summary>
    [Required, MinLength(1)]
    public string FirstKey { get; init; } = "";

    /// <summary>The column of the second text.</summary>
    [Required, MinLength(1)]
    public string SecondKey { get; init; } = "";

    /// <summary>A column that both are about, such as the question that they answer; empty: none.</summary>
    public string ContextKey { get; init; } = "";

    /// <summary>What makes a text better.</summary>
    [MinLength(1)]
    public string Criterion { get; init; } = "which is more correct, more helpful and better written";

    /// <summary>The column of the outcome.</summary>
    [MinLength(1)]
    public string Into { get; init; } = "preferred";

    /// <summary>Whether samples of which neither text is better are rejected.</summary>
    public bool RejectTies { get; init; }
}
