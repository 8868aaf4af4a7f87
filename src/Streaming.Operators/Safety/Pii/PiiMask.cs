using System.Text;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Puts labels in the place of personal details.</summary>
internal sealed class PiiMask : IDisposable
{
    private readonly PiiMaskStyle _style;
    private readonly PiiTokens? _tokens;

    /// <param name="style">What labels hold.</param>
    /// <param name="keyVariable">The variable of the environment with the key, where one is needed.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public PiiMask(PiiMaskStyle style, string keyVariable) => (_style, _tokens) = (style, style == PiiMaskStyle.Label ? null : PiiTokens.FromEnvironment(keyVariable));

    /// <summary>The text with labels for findings, which are in order and do not overlap.</summary>
    public string Apply(string text, IReadOnlyList<PiiFinding> found)
    {
        if (found.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var (kind, span) in found)
        {
            result.Append(text, copied, span.Start - copied).Append(LabelOf(kind, text[span.Start..span.End]));
            copied = span.End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _tokens?.Dispose();

    private string LabelOf(PiiKind kind, string details) => _style switch
    {
        PiiMaskStyle.Token => PiiLabel.Of(kind, _tokens!.Conceal(kind, details)),
        PiiMaskStyle.Hash => PiiLabel.Of(kind, _tokens!.Hash(kind, details)),
        _ => PiiLabel.Of(kind),
    };
}
