using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Draws;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>random_selector</c>.</summary>
internal sealed record RandomSelectorOptions
{
    /// <summary>Which share of the samples is kept. With <c>select_num</c> too the smaller number counts.</summary>
    [Range(0.0, 1.0)]
    public double? SelectRatio { get; init; }

    /// <summary>How many samples are kept. Where there are fewer, the shuffled samples come again and again.</summary>
    [Range(1, int.MaxValue)]
    public int? SelectNum { get; init; }

    /// <summary>Whether the share is rounded up, as for weights of data sets, else down.</summary>
    public bool RoundUp { get; init; }
}

/// <summary>Keeps some samples, drawn at random and shuffled. The draw is Data-Juicer's, which knows one seed: the same number of samples gives the same places.</summary>
/// <remarks>Needs the whole input, which must be bounded: samples beyond an eighth of the run's budget lie on disk; 13 bytes a sample are in memory.</remarks>
[Operator("random_selector", Example = "{ select_ratio: 0.1 }")]
internal sealed class RandomSelector(RandomSelectorOptions options) : Selector
{
    // The seed that Data-Juicer shuffles with.
    private const uint Seed = 42;

    protected override bool IsActive => (options.SelectRatio ?? options.SelectNum) is not null and not 0;

    protected override long BesideBytes => 0;

    protected override void Learn(Sample sample)
    {
    }

    protected override IReadOnlyList<int>? Choose(int count)
    {
        var wanted = options.RoundUp && options.SelectRatio is { } share
            ? (int)Math.Min(Math.Ceiling(share * count), options.SelectNum ?? int.MaxValue)
            : Share.Of(count, options.SelectRatio, options.SelectNum);
        if (wanted == count)
        {
            return null;
        }

        var order = NumpyPermutation.Of(count, Seed);
        return wanted < count ? new ArraySegment<int>(order, 0, wanted) : new Repeated(order, wanted);
    }

    protected override Rejection Explain(Sample sample) => new("not drawn");

    private sealed class Repeated(int[] order, int count) : IReadOnlyList<int>
    {
        public int Count => count;

        public int this[int index] => order[index % order.Length];

        public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
