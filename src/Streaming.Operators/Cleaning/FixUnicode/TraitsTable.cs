using System.Buffers;
using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The traits of each character under a set of fixes.</summary>
internal sealed class TraitsTable
{
    // Blocks that are in NFC whatever stands beside them. Everything else outside Latin is asked of the normalizer.
    private static readonly (char First, char Last)[] Composed =
    [
        ('\u0000', '\u02FF'), ('\u0390', '\u03FF'), ('\u0400', '\u0482'), ('\u048A', '\u052F'), ('\u2010', '\u2027'), ('\u2030', '\u205E'), ('\u20A0', '\u20BF'),
        ('\u3001', '\u3029'), ('\u3041', '\u3096'), ('\u30A0', '\u30FF'), ('\u4E00', '\u9FFF'), ('\uAC00', '\uD7A3'), ('\uFF01', '\uFF9D'),
    ];

    private readonly Traits[] _traits = new Traits[char.MaxValue + 1];
    private readonly SearchValues<char> _plainAscii;

    public TraitsTable(UnicodeFixes fixes, CharacterForms forms, NormalizationForm? form)
    {
        for (var i = 0; i <= char.MaxValue; i++)
        {
            var c = (char)i;
            _traits[i] = (IsFixable(c, fixes, forms) ? Traits.Fixable : 0)
                | ((fixes & UnicodeFixes.Encoding) != 0 && SignsTable.Of(c) != 0 ? Traits.Suspect : 0)
                | (IsStable(c, form) && !(char.IsSurrogate(c) && (fixes & UnicodeFixes.Surrogates) != 0) ? 0 : Traits.Unstable);
        }

        _plainAscii = SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(c => (char)c).Where(c => _traits[c] == 0)]);
    }

    /// <summary>The traits of all characters of the text together.</summary>
    public Traits Of(ReadOnlySpan<char> text)
    {
        var all = Traits.None;
        var i = 0;
        while (i < text.Length && (all & Traits.Fixable) == 0)
        {
            if (text[i] < 0x80)
            {
                var skip = text[i..].IndexOfAnyExcept(_plainAscii);
                if (skip < 0)
                {
                    break;
                }

                i += skip;
            }

            all |= _traits[text[i++]];
        }

        return all;
    }

    private static bool IsFixable(char c, UnicodeFixes fixes, CharacterForms forms) =>
        forms.Replaces(c)
        || (c == '&' && (fixes & (UnicodeFixes.HtmlEntities | UnicodeFixes.AllHtmlEntities)) != 0)
        || (c == '\x1B' && (fixes & UnicodeFixes.TerminalEscapes) != 0)
        || (ControlCharacters.Has(c) && (fixes & UnicodeFixes.ControlCharacters) != 0);

    private static bool IsStable(char c, NormalizationForm? form) => form switch
    {
        null => true,
        NormalizationForm.FormC => c is not ('\u0340' or '\u0341') && Composed.Any(r => c >= r.First && c <= r.Last),
        _ => c < 0x80,
    };
}
