namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>
/// Trains a back-off model of words with interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998), in bounded memory by sorting on disk (Heafield et al. 2013). The same lines in the
/// same order give the same model, whatever the memory.
/// </summary>
/// <param name="training">How.</param>
/// <param name="progress">Hears how it goes.</param>
internal sealed class NgramTrainer(NgramTraining training, INgramProgress progress) : IDisposable
{
    private readonly NgramVocabulary _words = new(training.WordBytes);
    private readonly GramCounter _counter = new(new(training.Order, 1, FromRight: true), training.SortingBytes / 2, training.Folder);
    private readonly int[] _run = new int[training.Order];
    private long _lines;
    private long _met;

    /// <summary>Takes in a line of words with white space between them.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        Array.Clear(_run);
        if (_run.Length > 1)
        {
            _run[^1] = NgramVocabulary.Start;
        }

        _lines++;
        foreach (var range in line.SplitAny(NgramModel.Blanks))
        {
            if (line[range] is { IsEmpty: false } word && _words.Number(word) is var number and not NgramVocabulary.None)
            {
                _met++;
                Take(number);
            }
        }

        Take(NgramVocabulary.End);
    }

    /// <summary>Writes the model of all lines as ARPA.</summary>
    /// <exception cref="BadInputException">There was no word in them.</exception>
    public NgramReport Write(TextWriter arpa, CancellationToken abort)
    {
        if (_met == 0)
        {
            throw new BadInputException("There is no word in the texts: nothing can be learnt from them.");
        }

        using var levels = new GramSorters(training, order => new(order, 2, FromRight: false));
        var (counts, totals) = Count(levels, abort);
        using var estimates = new GramSorters(training, order => new(order, 2, FromRight: true));
        using var contexts = new ContextWeights(training);
        var estimator = new NgramEstimator(training, [.. totals.Select(t => NgramDiscounts.Of(t))], progress);
        var grams = new long[training.Order];
        grams[0] = _words.Count - NgramVocabulary.Unknown;
        for (var order = 2; order <= training.Order; order++)
        {
            grams[order - 1] = estimator.Estimate(order, levels[order], contexts.Of(order - 1), estimates[order], abort);
            levels.Release(order);
        }

        new NgramWriter(training, _words, arpa, progress).Write(estimator.Single(counts), grams, estimates, contexts, abort);
        return new(_lines, _met, grams, estimator.Discounts);
    }

    public void Dispose() => _counter.Dispose();

    private void Take(int number)
    {
        _run.AsSpan(1).CopyTo(_run);
        _run[^1] = number;
        _counter.Add(_run);
    }

    // In how many ways each single word was met; for each length how many runs were met in one to four ways.
    private (long[] Singles, long[][] Totals) Count(GramSorters levels, CancellationToken abort)
    {
        var singles = new long[_words.Count];
        var totals = Enumerable.Range(0, training.Order).Select(_ => new long[4]).ToArray();
        var record = new int[training.Order + 4];
        var reader = new GramLevels(training.Order, (run, times, ways) =>
        {
            if (ways <= totals[0].Length)
            {
                totals[run.Length - 1][ways - 1]++;
            }

            if (run.Length == 1)
            {
                singles[run[0]] = ways;
                return;
            }

            var shape = levels.ShapeOf(run.Length);
            run.CopyTo(record);
            shape.Set(record, 0, times);
            shape.Set(record, 1, ways);
            levels[run.Length].Add(record.AsSpan(0, shape.Width));
        });
        var sorted = _counter.Sorted(out var atMost);
        var runs = new RecordShape(training.Order, 1, FromRight: true);
        foreach (var _ in Steps.Of(sorted, "counting", atMost, progress, abort))
        {
            reader.Add(sorted.Current[..runs.Keys], runs.Count(sorted.Current));
        }

        reader.End();
        _counter.Dispose();
        return (singles, totals);
    }
}
