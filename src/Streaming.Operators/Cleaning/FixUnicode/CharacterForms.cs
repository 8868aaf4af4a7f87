using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Replaces characters one by one: C1 controls, ligatures, widths, quotes and line ends, each as the ones before it left it.</summary>
internal sealed class CharacterForms
{
    private static readonly (char Ligature, string Letters)[] Ligatures =
    [
        ('Ĳ', "IJ"), ('ĳ', "ij"), ('ŉ', "ʼn"),
        ('Ǳ', "DZ"), ('ǲ', "Dz"), ('ǳ', "dz"), ('Ǆ', "DŽ"), ('ǅ', "Dž"), ('ǆ', "dž"),
        ('Ǉ', "LJ"), ('ǈ', "Lj"), ('ǉ', "lj"), ('Ǌ', "NJ"), ('ǋ', "Nj"), ('ǌ', "nj"),
        ('\uFB00', "ff"), ('\uFB01', "fi"), ('\uFB02', "fl"), ('\uFB03', "ffi"), ('\uFB04', "ffl"), ('\uFB05', "ſt"), ('\uFB06', "st"),
    ];

    private readonly Dictionary<char, string> _replacements = [];
    private readonly CharTable<bool> _isReplaced = new();

    public CharacterForms(UnicodeFixes fixes)
    {
        // C1 controls first: 85 is an ellipsis in Windows-1252 before it is a line end.
        AddIf(fixes, UnicodeFixes.C1Controls, Range('\u0080', '\u009F').Select(c => (c, Mojibake.ReadControls(c.ToString()))));
        AddIf(fixes, UnicodeFixes.Ligatures, Ligatures);
        AddIf(fixes, UnicodeFixes.Width, Range('\uFF01', '\uFFEF').Select(c => (c, c.ToString().Normalize(NormalizationForm.FormKC))).Append(('\u3000', " ")));
        AddIf(fixes, UnicodeFixes.Quotes, Range('\u2018', '\u201B').Append('\u02BC').Select(c => (c, "'")).Concat(Range('\u201C', '\u201F').Select(c => (c, "\""))));
        AddIf(fixes, UnicodeFixes.LineBreaks, "\r\u2028\u2029\u0085".Select(c => (c, "\n")));
        foreach (var c in _replacements.Keys)
        {
            _isReplaced.At(c) = true;
        }
    }

    /// <summary>Whether the character is replaced.</summary>
    public bool Replaces(char c) => _isReplaced[c];

    /// <summary>The text with all of them replaced; the same string where there are none.</summary>
    public string Fold(string text)
    {
        StringBuilder? folded = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!_isReplaced[text[i]])
            {
                continue;
            }

            folded ??= new(text.Length);
            folded.Append(text, copied, i - copied);
            copied = i + 1;

            // The line feed that follows stands for both.
            if (text[i] != '\r' || copied == text.Length || text[copied] != '\n')
            {
                folded.Append(_replacements[text[i]]);
            }
        }

        return folded?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static IEnumerable<char> Range(char from, char to) => Enumerable.Range(from, to - from + 1).Select(c => (char)c);

    private void AddIf(UnicodeFixes fixes, UnicodeFixes fix, IEnumerable<(char From, string To)> replacements)
    {
        if ((fixes & fix) == 0)
        {
            return;
        }

        var added = replacements.Where(r => r.To != r.From.ToString()).ToDictionary();
        foreach (var (from, to) in _replacements)
        {
            _replacements[from] = string.Concat(to.Select(c => added.GetValueOrDefault(c) ?? c.ToString()));
        }

        foreach (var (from, to) in added)
        {
            _replacements.TryAdd(from, to);
        }
    }
}
