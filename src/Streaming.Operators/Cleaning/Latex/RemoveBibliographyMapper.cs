using System.Buffers;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>Cuts a LaTeX document off where its appendix, references or bibliography begin, up to its very end.</summary>
[Operator("remove_bibliography_mapper")]
internal sealed class RemoveBibliographyMapper : Mapper
{
    private const string Bibliography = @"\bibliography{";

    private static readonly SearchValues<string> Starts = SearchValues.Create(
        [@"\appendix", @"\begin{references}", @"\begin{REFERENCES}", @"\begin{thebibliography}", Bibliography], StringComparison.Ordinal);

    protected override void Map(Sample sample)
    {
        var text = sample.Text.AsSpan();
        for (var at = 0; text[at..].IndexOfAny(Starts) is var next and >= 0; at++)
        {
            at += next;
            var rest = text[at..];
            if (!rest.StartsWith(Bibliography) || rest[Bibliography.Length..].Contains('}'))
            {
                sample.Text = sample.Text[..at];
                return;
            }
        }
    }
}
