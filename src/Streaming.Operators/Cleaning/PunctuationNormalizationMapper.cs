using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Turns punctuation of other scripts into that of English: <c>，</c> into a comma, <c>“</c> and <c>«</c> into a double quote. As in Data-Juicer the fullwidth
/// digit <c>１</c> becomes a double quote too, and <c>『』</c> and <c>‘</c> stay.
/// </summary>
[Operator("punctuation_normalization_mapper")]
internal sealed class PunctuationNormalizationMapper : Mapper
{
    private static readonly FrozenDictionary<char, string> English = new (string From, string To)[]
    {
        ("，、", ","), ("。", "."), ("„”“«»１」「《》", "\""), ("´’", "'"), ("∶：", ":"), ("？", "?"), ("！", "!"), ("（", "("), ("）", ")"), ("；", ";"),
        ("–━►", "-"), ("—", " - "), ("．", ". "), ("～", "~"), ("…", "..."), ("〈", "<"), ("〉", ">"), ("【", "["), ("】", "]"), ("％", "%"),
    }.SelectMany(row => row.From.Select(from => KeyValuePair.Create(from, row.To))).ToFrozenDictionary();

    private static readonly SearchValues<char> Others = SearchValues.Create([.. English.Keys]);

    protected override void Map(Sample sample)
    {
        var text = sample.Text.AsSpan();
        var at = text.IndexOfAny(Others);
        if (at < 0)
        {
            return;
        }

        var result = new StringBuilder(text.Length + 16);
        for (; at >= 0; at = text.IndexOfAny(Others))
        {
            result.Append(text[..at]).Append(English[text[at]]);
            text = text[(at + 1)..];
        }

        sample.Text = result.Append(text).ToString();
    }
}
