using Streaming.Models.Chat;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Chats;

/// <summary>
/// Turns the turns in <c>messages</c> into <c>text</c>, as a model's chat template writes them, and marks the assistant's answers, so that <c>sequence_packer</c> can say that only they are
/// learned. An answer goes from where the template hands over to the assistant to the token that ends the turn. A conversation whose answers cannot be told with certainty is a dead letter;
/// a sample without turns keeps its text, and is learned as a whole.
/// </summary>
[Operator("chat_template_mapper", Example = "{ model: models/tokenizer }")]
internal sealed class ChatTemplateMapper(ChatTemplateMapperOptions options) : Mapper
{
    private const string System = "system";
    private ChatTemplate _template = null!;

    /// <summary>With a template at hand.</summary>
    internal ChatTemplateMapper(ChatTemplateMapperOptions options, ChatTemplate template) : this(options) => _template = template;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Find(KnownColumns.Messages) is not null
            ? input.With(new(KnownColumns.Text, ColumnType.String)).With(new(options.LabelsKey, LearnedSpans.Type))
            : throw new BadInputException($"chat_template_mapper needs a column '{KnownColumns.Messages}'.");
    }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        _template ??= ChatTemplate.Of(ModelPlaces.Find(options.Model) ?? throw new BadInputException($"model: {ChatTemplateMapperOptions.Missing(options.Model)}."));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Map(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Messages.Count == 0)
        {
            sample.Meta[options.LabelsKey] = null;
            return;
        }

        var turns = TurnsOf(sample);
        var text = _template.Render(turns, options.AddGenerationPrompt);
        sample.Meta[options.LabelsKey] = InCodePoints(text, options.Learn == LearnedPart.All ? [0..text.Length] : AnswerSpans.Find(_template, turns, text));
        sample.Text = text;
    }

    private IReadOnlyList<ChatTurn> TurnsOf(Sample sample) => options.SystemPrompt is { Length: > 0 } prompt && sample.Messages.All(turn => turn.Role != System)
        ? [new ChatTurn(System, prompt), .. sample.Messages]
        : sample.Messages;

    private static object?[] InCodePoints(string text, List<Range> spans)
    {
        var borders = new List<object?>(2 * spans.Count);
        var (unit, codePoint) = (0, 0L);
        foreach (var border in spans.SelectMany(span => (int[])[span.Start.Value, span.End.Value]))
        {
            foreach (var rune in text.AsSpan(unit, border - unit).EnumerateRunes())
            {
                codePoint++;
            }

            unit = border;
            borders.Add(codePoint);
        }

        return [.. borders];
    }
}
