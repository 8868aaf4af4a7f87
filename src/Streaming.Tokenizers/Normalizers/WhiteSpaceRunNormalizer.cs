using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Replaces each run of at least so many white-space characters: CLIP's <c>\s+</c>, T5's <c> {2,}</c>.</summary>
/// <param name="minimum">The shortest run that is replaced.</param>
/// <param name="blanksOnly">Whether only U+0020 counts.</param>
/// <param name="content">What stands for the run.</param>
internal sealed class WhiteSpaceRunNormalizer(int minimum, bool blanksOnly, string content) : Normalizer
{
    public override void Apply(AlignedText text)
    {
        if (!Changes(text.Span))
        {
            return;
        }

        text.BeginEdit();
        while (text.Rest.Length > 0)
        {
            var rest = text.Rest;
            var run = RunLength(rest);
            if (run >= minimum)
            {
                text.DropUnits(run);
                text.Insert(content);
            }
            else
            {
                text.Keep(run + GapLength(rest[run..]));
            }
        }

        text.EndEdit();
    }

    private bool Changes(ReadOnlySpan<char> text)
    {
        for (var index = GapLength(text); index < text.Length; index += GapLength(text[index..]))
        {
            var run = RunLength(text[index..]);
            if (run >= minimum && !text.Slice(index, run).SequenceEqual(content))
            {
                return true;
            }

            index += run;
        }

        return false;
    }

    private int RunLength(ReadOnlySpan<char> text) => blanksOnly
        ? (text.IndexOfAnyExcept(' ') is >= 0 and var end ? end : text.Length)
        : CharClasses.RunEnd(text, 0, CharClass.Space);

    private int GapLength(ReadOnlySpan<char> text) => blanksOnly
        ? (text.IndexOf(' ') is >= 0 and var end ? end : text.Length)
        : CharClasses.RunEndWithout(text, 0, CharClass.Space);
}
