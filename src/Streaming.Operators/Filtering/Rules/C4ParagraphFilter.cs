using Streaming.Operators.Text;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>Keeps texts with at least three lines of 200 characters or more, as datatrove's rule for the paragraphs of C4.</summary>
/// <remarks>Lines end at <c>\n</c> only. The number of lines and the lengths of the three longest are kept in the stats as <c>c4_lines</c> and <c>c4_three_longest</c>.</remarks>
[Operator("c4_paragraph_filter")]
internal sealed class C4ParagraphFilter : RuleFilter
{
    private const int Lines = 3;
    private const int Length = 200;

    public override RowSchema Describe(RowSchema input) => input.WithStat("c4_lines", ColumnType.Int64).WithStat("c4_three_longest", new ListType(ColumnType.Int64));

    protected override Rejection? Judge(Sample sample)
    {
        var text = sample.Text.AsSpan();
        var count = text.Count('\n') + 1;
        Span<int> longest = stackalloc int[Lines];
        longest.Clear();
        foreach (var line in text.Split('\n'))
        {
            Insert(longest, CodePoints.Count(text[line]));
        }

        var shown = longest[..Math.Min(count, Lines)].ToArray();
        sample.Stats["c4_lines"] = (long)count;
        sample.Stats["c4_three_longest"] = Array.ConvertAll(shown, length => (object?)(long)length);
        return count >= Lines && longest[^1] >= Length ? null : new("< 3 paragraphs", longest[^1], $"≥ {Length}");
    }

    private static void Insert(Span<int> longest, int length)
    {
        for (var i = 0; i < longest.Length; i++)
        {
            if (length > longest[i])
            {
                (longest[i], length) = (length, longest[i]);
            }
        }
    }
}
