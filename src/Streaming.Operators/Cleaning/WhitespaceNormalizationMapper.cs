using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>Takes white space off both ends of the text and turns every kind of blank and tab within it into a plain blank. Line breaks stay, runs are not collapsed.</summary>
[Operator("whitespace_normalization_mapper")]
internal sealed class WhitespaceNormalizationMapper : Mapper
{
    // U+0020 is left out: it already is what the others become.
    private static readonly SearchValues<char> OtherBlanks = SearchValues.Create(
        "\t\x84\xA0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u202F\u205F\u2060\u3000\uFFFC");

    protected override void Map(Sample sample)
    {
        var stripped = PythonText.Strip(sample.Text);
        if (stripped.ContainsAny(OtherBlanks))
        {
            sample.Text = string.Create(stripped.Length, stripped, static (into, from) =>
            {
                from.CopyTo(into);
                into.ReplaceAny(OtherBlanks, ' ');
            });
        }
        else if (stripped.Length != sample.Text.Length)
        {
            sample.Text = stripped.ToString();
        }
    }
}
