using System.Globalization;

namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Makes probabilities of estimates, each with that of the run without its first word, and writes them as ARPA, in the order of the words' numbers.</summary>
internal sealed class NgramWriter(NgramTraining training, NgramVocabulary words, TextWriter arpa, INgramProgress progress)
{
    // What other programs write for what never comes: the start of a line is one.
    private const float Never = -99;

    /// <summary>Writes the model.</summary>
    /// <param name="singles">The probabilities of single words.</param>
    /// <param name="grams">How many runs of each length there are.</param>
    /// <param name="estimates">Those of two words and more.</param>
    /// <param name="contexts">What their contexts give to shorter ones.</param>
    /// <param name="abort">Stops.</param>
    public void Write(double[] singles, IReadOnlyList<long> grams, GramSorters estimates, ContextWeights contexts, CancellationToken abort)
    {
        arpa.Write("\\data\\\n");
        for (var length = 1; length <= training.Order; length++)
        {
            arpa.Write(string.Create(CultureInfo.InvariantCulture, $"ngram {length}={grams[length - 1]}\n"));
        }

        WriteSingles(singles, contexts);
        RecordFile? shorter = null;
        try
        {
            for (var length = 2; length <= training.Order; length++)
            {
                var these = Join(length, estimates, singles, shorter, abort);
                shorter?.Dispose();
                shorter = these;
                estimates.Release(length);
                Write(length, these, grams[length - 1], contexts, abort);
            }
        }
        finally
        {
            shorter?.Dispose();
        }

        arpa.Write("\n\\end\\\n");
    }

    private void WriteSingles(double[] singles, ContextWeights contexts)
    {
        arpa.Write("\n\\1-grams:\n");
        var weights = training.Order > 1 ? contexts.Of(1).Read() : null;
        var isThere = weights?.MoveNext() ?? false;
        Span<int> run = stackalloc int[1];
        for (var number = NgramVocabulary.Unknown; number < singles.Length; number++)
        {
            run[0] = number;
            Line(run, Log(singles[number]), Weight(run, weights, ref isThere));
        }
    }

    // Both are sorted from the last word on, so that runs with the same shorter one in them are neighbours.
    private RecordFile Join(int length, GramSorters estimates, double[] singles, RecordFile? shorter, CancellationToken abort)
    {
        var (shape, joined, below) = (estimates.ShapeOf(length), new RecordShape(length, 1, FromRight: true), new RecordShape(length - 1, 1, FromRight: true));
        var (records, probabilities) = (estimates[length].Sorted(), shorter?.Read());
        var file = new RecordFile(training.Folder, joined.Width);
        var isThere = probabilities?.MoveNext() ?? false;
        var record = new int[joined.Width];
        foreach (var _ in Steps.Of(records, $"joining runs of {length}", estimates[length].Count, progress, abort))
        {
            var run = records.Current;
            while (isThere && below.Compare(probabilities!.Current, run[1..length]) < 0)
            {
                isThere = probabilities.MoveNext();
            }

            var probability = length == 2 ? singles[run[1]]
                : isThere && below.Compare(probabilities!.Current, run[1..length]) == 0 ? below.Share(probabilities.Current)
                : throw new InvalidDataException("A run of words is there without the shorter one in it.");
            run[..length].CopyTo(record);
            joined.Set(record, 0, shape.Share(run) + (shape.Share(run, 1) * probability));
            file.Add(record);
        }

        return file;
    }

    private void Write(int length, RecordFile probabilities, long count, ContextWeights contexts, CancellationToken abort)
    {
        var shape = new RecordShape(length, 1, FromRight: false);
        using var sorter = new RecordSorter(shape, training.SortingBytes / 4, training.Folder);
        var all = probabilities.Read();
        foreach (var _ in Steps.Of(all, $"sorting runs of {length}", count, progress, abort))
        {
            sorter.Add(all.Current);
        }

        arpa.Write($"\n\\{length}-grams:\n");
        var weights = length < training.Order ? contexts.Of(length).Read() : null;
        var isThere = weights?.MoveNext() ?? false;
        var sorted = sorter.Sorted();
        foreach (var _ in Steps.Of(sorted, $"writing runs of {length}", count, progress, abort))
        {
            Line(sorted.Current[..length], Log(shape.Share(sorted.Current)), Weight(sorted.Current[..length], weights, ref isThere));
        }
    }

    // What is not gone on with gives all of it to shorter runs. Null in the longest runs, which are never gone on with.
    private static string? Weight(ReadOnlySpan<int> run, IRecordStream? weights, ref bool isThere)
    {
        var shape = ContextWeights.ShapeOf(run.Length);
        while (isThere && shape.Compare(weights!.Current, run) < 0)
        {
            isThere = weights.MoveNext();
        }

        return weights is null ? null : isThere && shape.Compare(weights.Current, run) == 0 ? Log(shape.Share(weights.Current)) : "0";
    }

    private void Line(ReadOnlySpan<int> run, string probability, string? weight)
    {
        arpa.Write(probability);
        for (var i = 0; i < run.Length; i++)
        {
            arpa.Write(i == 0 ? '\t' : ' ');
            arpa.Write(words[run[i]]);
        }

        if (weight is not null)
        {
            arpa.Write('\t');
            arpa.Write(weight);
        }

        arpa.Write('\n');
    }

    // Readers keep 32 bits.
    private static string Log(double probability) => Math.Max(Never, (float)Math.Log10(probability)).ToString("R", CultureInfo.InvariantCulture);
}
