using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Rewriting;

/// <summary>Has a model write a text anew. A sample whose text is empty stays as it is.</summary>
internal abstract class Rewriter(RewriteOptions options, string task) : SynthesisOperator(options)
{
    /// <summary>Columns that are read beside the text.</summary>
    protected virtual IReadOnlyList<string> More => [];

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SampleText.Check(input, "from", [options.From, .. More]);
        return input.With(new(options.Into, ColumnType.String));
    }

    protected sealed override IReadOnlyList<Question> Ask(Sample sample) => SampleText.Of(sample, options.From).Trim().Length == 0
        ? []
        : [new() { Turns = Question.Ask(options.SystemPrompt.Length > 0 ? options.SystemPrompt : task, PromptOf(sample, SampleText.Of(sample, options.From))), Read = Read }];

    protected sealed override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count > 0)
        {
            SampleText.Set(sample, options.Into, answers[0]);
        }

        outcome.Keep(sample);
    }

    /// <summary>What is asked; the text itself by default.</summary>
    protected virtual string PromptOf(Sample sample, string text) => text;

    private static string Read(string text) => text.Trim() is { Length: > 0 } written ? written : throw new AnswerException("It is empty.");
}
