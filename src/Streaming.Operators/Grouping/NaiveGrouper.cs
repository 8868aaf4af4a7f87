namespace Streaming.Operators.Grouping;

/// <summary>Joins all samples into one: a list a column, ids in <c>ids</c>, texts in <c>texts</c>, stats in <c>stats</c>.</summary>
/// <remarks>The whole input, which must be bounded, becomes one sample, and has to fit in memory then.</remarks>
[Operator("naive_grouper")]
internal sealed class NaiveGrouper : Grouper
{
    protected override long BesideBytes => 0;

    protected override void Learn(Sample sample)
    {
    }

    protected override IEnumerable<IReadOnlyList<int>> Groups() => Shelf.Count == 0 ? [] : [[.. Enumerable.Range(0, Shelf.Count)]];
}
