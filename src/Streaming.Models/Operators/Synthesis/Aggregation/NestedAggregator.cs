using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Tokenizers;

namespace Streaming.Models.Operators.Synthesis.Aggregation;

/// <summary>Has a model make one summary of the texts that the members of a group have in a field, in rounds where they are too many for one question: summaries of neighbours are summed up again until one is left. It is a field of <c>__dj__batch_meta__</c>.</summary>
/// <remarks>Groups come from a grouper ahead. What is no list of texts, and a group that has the summary already, is left as it is; a single text is its own summary. Quotation marks around an answer are taken off, as in Data-Juicer; the words of the questions are our own.</remarks>
[Operator("nested_aggregator", Example = "{ endpoint: \"http://127.0.0.1:8000/v1\", model: qwen3, input_key: query, max_token_num: 2000 }")]
internal sealed class NestedAggregator(NestedAggregatorOptions options) : SynthesisOperator(options)
{
    private const string Task = "You are given pieces of a document. Write one summary of them all, about as long as the pieces are on average. Keep the names and terms that they use, add no view of your own, write in the language of the pieces, and write the summary and nothing else.";
    private const string Quotes = "''\"\"“”‘’``";

    private readonly PromptTemplate _piece = new("sub_doc_template", options.SubDocTemplate);
    private readonly PromptTemplate _whole = new("input_template", options.InputTemplate);
    private GroupValues? _input;
    private Tag? _output;
    private ITokenizer? _tokenizer;

    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = GroupValues.Find(input, "input_key", options.InputKey);
        var output = input.WithTag(options.Output, ColumnType.String, Tags.GroupColumn);
        _output = Tag.Find(output, options.Output, Tags.GroupColumn);
        return output;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Describe(context.Input);
        _tokenizer = options.MaxTokenNum is null ? null : TokenizerFile.Load(options.Tokenizer);
        return base.OpenAsync(context);
    }

    protected override IReadOnlyList<Question> Ask(Sample sample) => _output!.Of(sample) is null && TextsOf(sample) is { Count: > 1 } texts ? Round(texts) : [];

    protected override void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome)
    {
        if (answers.Count > 0)
        {
            _output!.Set(sample, answers[^1]);
        }
        else if (_output!.Of(sample) is null && TextsOf(sample) is { } texts)
        {
            _output.Set(sample, texts.FirstOrDefault() ?? "");
        }

        outcome.Keep(sample);
    }

    private List<string>? TextsOf(Sample sample) => _input!.Of(sample) is { } values && values.All(v => v is string) ? [.. values.Cast<string>()] : null;

    // The questions of a round are asked together; whichever is answered last asks the next round.
    private IReadOnlyList<Question> Round(IReadOnlyList<string> texts)
    {
        var groups = options.MaxTokenNum is { } most ? TokenGroups.Of(texts, [.. texts.Select(t => _tokenizer!.Count(t))], most) : [texts];
        var summaries = new string?[groups.Count];
        return [.. groups.Select((group, at) => new Question
        {
            Turns = Question.Ask(options.SystemPrompt.Length > 0 ? options.SystemPrompt : Task, PromptOf(group)),
            Read = Read,
            Then = answer =>
            {
                summaries[at] = (string)answer;
                return groups.Count > 1 && summaries.All(s => s is not null) ? Round(summaries!) : [];
            },
        })];
    }

    private string PromptOf(IReadOnlyList<string> group) => _whole.Fill(("sub_docs", string.Join('\n', group.Select(text => _piece.Fill(("text", text))))));

    private static string Read(string answer)
    {
        var text = answer.Trim();
        while (text.Length > 1 && Quotes.IndexOf(text[0], StringComparison.Ordinal) is >= 0 and var at && Quotes[at | 1] == text[^1] && Quotes[at & ~1] == text[0])
        {
            text = text[1..^1].Trim();
        }

        return text.Length > 0 ? text : throw new AnswerException("It is empty.");
    }
}

/// <summary>Options of <c>nested_aggregator</c>.</summary>
internal sealed record NestedAggregatorOptions : AggregateOptions
{
    /// <summary>The field of the texts: a column of lists, or a tag of the members.</summary>
    [MinLength(1)]
    public string InputKey { get; init; } = "event_description";

    /// <summary>The field of the summary; empty: named as <c>input_key</c>.</summary>
    public string OutputKey { get; init; } = "";

    /// <summary>The most tokens of texts in a question; null: all are asked about at once.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxTokenNum { get; init; }

    /// <summary>What counts tokens: a built-in encoding (<c>cl100k_base</c>, <c>o200k_base</c>), or the model's own tokenizer file or folder.</summary>
    [PathOption(OrName = true)]
    public string Tokenizer { get; init; } = "cl100k_base";

    /// <summary>How a text stands in the question, with a place <c>{text}</c>.</summary>
    public string SubDocTemplate { get; init; } = "Piece:\n{text}\n";

    /// <summary>The question, with a place <c>{sub_docs}</c>.</summary>
    public string InputTemplate { get; init; } = "{sub_docs}\n\nSummary:\n";

    internal string Output => OutputKey.Length > 0 ? OutputKey : InputKey;
}
