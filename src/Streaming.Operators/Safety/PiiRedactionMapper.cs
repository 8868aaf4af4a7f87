namespace Streaming.Operators.Safety;

/// <summary>
/// Replaces what is private in texts and conversations, by patterns: keys, tokens, addresses, paths, e-mail addresses, secrets, ids, phone and identity numbers. As in
/// Data-Juicer a later pattern may find what an earlier one put in.
/// </summary>
[Operator("pii_redaction_mapper", Example = "{ mask_urls: true, extra_patterns: [['[Aa]cme', '<COMPANY>']] }")]
internal sealed class PiiRedactionMapper(PiiRedactionMapperOptions options) : Mapper
{
    private readonly List<RedactionRule> _rules = [.. RedactionRule.Of(options)];

    public override ValueTask OpenAsync(OperatorContext context)
    {
        foreach (var extra in options.ExtraPatterns)
        {
            try
            {
                _rules.Add(new(_ => true, extra[0], extra.Count > 1 ? extra[1] : ""));
            }
            catch (Exception e) when (e is BadInputException or ArgumentOutOfRangeException)
            {
                context.Warn($"A pattern of extra_patterns is left out: {e.Message}");
            }
        }

        return ValueTask.CompletedTask;
    }

    protected override void Map(Sample sample)
    {
        foreach (var key in options.RedactKeys)
        {
            switch (key)
            {
                case KnownColumns.Text: sample.Text = Redact(sample.Text); break;
                case KnownColumns.Messages when sample.Messages.Count > 0: sample.Messages = [.. sample.Messages.Select(turn => turn with { Content = Redact(turn.Content) })]; break;
                case KnownColumns.Messages: break;
                default: RedactColumn(sample, key); break;
            }
        }
    }

    private void RedactColumn(Sample sample, string column)
    {
        if (sample.Meta[column] is { } value)
        {
            sample.Meta[column] = RedactValue(value);
        }
    }

    private object? RedactValue(object? value) => value switch
    {
        string text => Redact(text),
        object?[] items => Array.ConvertAll(items, RedactValue),
        _ => value,
    };

    private string Redact(string text) => _rules.Aggregate(text, (redacted, rule) => rule.Apply(redacted));
}
