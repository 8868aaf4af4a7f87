using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Applies a set of fixes to a text, line by line, each line until nothing changes any more, and then normalizes it.</summary>
internal sealed class UnicodeRepair
{
    /// <summary>A line without end is cut after so many code points.</summary>
    public const int LongestSegment = 1_000_000;

    // Each pass undoes a layer of escaping or mojibake. Nobody writes 64; what someone constructs may take a pass for every few characters.
    private const int MaxPasses = 64;

    private readonly UnicodeFixes _fixes;
    private readonly NormalizationForm? _form;
    private readonly CharacterForms _forms;
    private readonly TraitsTable _traits;

    public UnicodeRepair(UnicodeFixes fixes, NormalizationForm? form)
    {
        (_fixes, _form) = (fixes, form);
        _forms = new(fixes);
        _traits = new(fixes, _forms, form);
    }

    /// <summary>The repaired text; the same string where nothing was to do.</summary>
    public string Apply(string text)
    {
        if (IsFine(text, severalLines: true))
        {
            return text;
        }

        StringBuilder? repaired = null;
        var copied = 0;
        var fixes = _fixes;
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = SegmentEnd(text, start);
            fixes &= text.AsSpan(start, end - start).Contains('<') ? ~UnicodeFixes.HtmlEntities : fixes;
            if (!IsFine(text.AsSpan(start, end - start), severalLines: false))
            {
                repaired ??= new(text.Length);
                repaired.Append(text, copied, start - copied).Append(Settle(text[start..end], fixes));
                copied = end;
            }
        }

        return repaired?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    // Several lines at once are fine if they are in one; the reverse need not hold.
    private bool IsFine(ReadOnlySpan<char> text, bool severalLines)
    {
        var traits = _traits.Of(text);
        return (traits & Traits.Fixable) == 0
            && ((traits & Traits.Suspect) == 0 || !MojibakeSigns.In(text, atLineStarts: severalLines))
            && ((traits & Traits.Unstable) == 0 || IsStable(text));
    }

    private bool IsStable(ReadOnlySpan<char> text) =>
        Surrogates.FindLone(text, 0) < 0 && (_form is not { } form || (!text.Contains('\uFFFE') && text.IsNormalized(form)));

    private string Settle(string segment, UnicodeFixes fixes)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var repaired = Pass(segment, fixes);
            if (repaired == segment)
            {
                break;
            }

            segment = repaired;
        }

        return segment;
    }

    private string Pass(string text, UnicodeFixes fixes)
    {
        text = Has(UnicodeFixes.HtmlEntities | UnicodeFixes.AllHtmlEntities) ? HtmlEntities.Decode(text) : text;
        text = Has(UnicodeFixes.Encoding) ? Mojibake.Undo(text) : text;
        text = _forms.Fold(text);
        text = Has(UnicodeFixes.Surrogates) ? Surrogates.Replace(text) : text;
        text = Has(UnicodeFixes.TerminalEscapes) ? TerminalEscapes.Remove(text) : text;
        text = Has(UnicodeFixes.ControlCharacters) ? ControlCharacters.Remove(text) : text;
        return _form is { } form ? SafeNormalization.Apply(text, form) : text;

        bool Has(UnicodeFixes any) => (fixes & any) != 0;
    }

    private static int SegmentEnd(string text, int start)
    {
        var newline = text.IndexOf('\n', start);
        var end = newline < 0 ? text.Length : newline + 1;
        if (end - start <= LongestSegment)
        {
            return end;
        }

        var limit = start;
        for (var points = 0; points < LongestSegment && limit < end; points++)
        {
            limit += limit + 1 < end && char.IsSurrogatePair(text[limit], text[limit + 1]) ? 2 : 1;
        }

        return limit;
    }
}
