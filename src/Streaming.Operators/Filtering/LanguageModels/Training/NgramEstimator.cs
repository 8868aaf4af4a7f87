namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>
/// Discounts what was met after each context, and gives what is taken off to shorter contexts: of a run u = (a − D(a)) / Σa, and of its context γ = (Σ D(a) + what pruned runs had) / Σa, where
/// a counts the ways in which a run was met. The probability is u + γ · that of the run without its first word.
/// </summary>
internal sealed class NgramEstimator(NgramTraining training, IReadOnlyList<NgramDiscounts> discounts, INgramProgress progress)
{
    // The runs of one context; rows of earlier ones are written over.
    private readonly List<int[]> _rows = [];
    private int _used;

    /// <summary>The discounts of each length.</summary>
    public IReadOnlyList<NgramDiscounts> Discounts => discounts;

    /// <summary>The probabilities of single words by their numbers: what is taken off is shared out evenly among all words that can be met, any unknown one included.</summary>
    public double[] Single(long[] ways)
    {
        var (total, taken) = ((double)ways.Sum(), ways.Sum(discounts[0].Of));

        // All but the place without a word and the start of a line.
        var even = taken / total / (ways.Length - NgramVocabulary.Unknown - 1);
        return [.. ways.Select((count, number) => number is NgramVocabulary.None or NgramVocabulary.Start ? 0 : ((count - discounts[0].Of(count)) / total) + even)];
    }

    /// <summary>Estimates the runs of a length: those that stay go to <paramref name="estimates"/> with u and γ, the contexts' γ to <paramref name="weights"/>. Gives how many stay.</summary>
    public long Estimate(int order, RecordSorter met, RecordFile weights, RecordSorter estimates, CancellationToken abort)
    {
        var (records, kept) = (met.Sorted(), 0L);
        _rows.Clear();
        foreach (var _ in Steps.Of(records, $"estimating runs of {order}", met.Count, progress, abort))
        {
            if (_used > 0 && !records.Current[..(order - 1)].SequenceEqual(_rows[_used - 1].AsSpan(0, order - 1)))
            {
                kept += Close(order, weights, estimates);
            }

            if (_used == _rows.Count)
            {
                _rows.Add(new int[records.Current.Length]);
            }

            records.Current.CopyTo(_rows[_used++]);
        }

        return kept + (_used > 0 ? Close(order, weights, estimates) : 0);
    }

    private long Close(int order, RecordFile weights, RecordSorter estimates)
    {
        var (shape, discount, pruned) = (new RecordShape(order, 2, FromRight: false), discounts[order - 1], training.PrunedUpTo(order));
        var (total, taken) = (0L, 0d);
        var group = _rows.Take(_used);
        foreach (var run in group)
        {
            var ways = shape.Count(run, 1);
            total += ways;
            taken += shape.Count(run) > pruned ? discount.Of(ways) : ways;
        }

        var weight = taken / total;
        Tell(_rows[0], order - 1, weight, weights);
        var kept = 0L;
        foreach (var run in group.Where(run => shape.Count(run) > pruned))
        {
            var ways = shape.Count(run, 1);
            shape.Set(run, 0, (ways - discount.Of(ways)) / total);
            shape.Set(run, 1, weight);
            estimates.Add(run);
            kept++;
        }

        _used = 0;
        return kept;
    }

    private static void Tell(int[] run, int length, double weight, RecordFile weights)
    {
        var shape = ContextWeights.ShapeOf(length);
        Span<int> record = stackalloc int[shape.Width];
        run.AsSpan(0, length).CopyTo(record);
        shape.Set(record, 0, weight);
        weights.Add(record);
    }
}
