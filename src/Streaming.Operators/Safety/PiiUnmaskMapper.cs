using System.Text;
using System.Text.RegularExpressions;
using Streaming.Operators.Safety.Pii;

namespace Streaming.Operators.Safety;

/// <summary>Turns the tokens of <c>pii_mask_mapper</c> and <c>name_mask_mapper</c> with <c>style: token</c> back into what they stand for, with the same key. Labels that are none stay.</summary>
[Operator("pii_unmask_mapper", Example = "{ key_variable: STREAMING_PII_KEY }")]
internal sealed partial class PiiUnmaskMapper(PiiUnmaskMapperOptions options) : Mapper
{
    private PiiTokens? _tokens;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tokens = PiiTokens.FromEnvironment(options.KeyVariable);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _tokens?.Dispose();
        return base.DisposeAsync();
    }

    protected override void Map(Sample sample)
    {
        var text = sample.Text;
        StringBuilder? result = null;
        var copied = 0;
        foreach (var match in Label().EnumerateMatches(text))
        {
            var label = text.AsSpan(match.Index + 1, match.Length - 2);
            var colon = label.IndexOf(':');
            if (PiiLabel.TryParse(label[..colon], out var kind) && _tokens!.TryReveal(kind, label[(colon + 1)..], out var details))
            {
                (result ??= new(text.Length)).Append(text, copied, match.Index - copied).Append(details);
                copied = match.Index + match.Length;
            }
        }

        sample.Text = result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    [GeneratedRegex(@"\[[A-Z_]{2,12}:[A-Za-z0-9_-]{38,}\]", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}

/// <summary>Options of <c>pii_unmask_mapper</c>.</summary>
internal sealed record PiiUnmaskMapperOptions
{
    /// <summary>The variable of the environment that holds the key.</summary>
    public string KeyVariable { get; init; } = "STREAMING_PII_KEY";
}
