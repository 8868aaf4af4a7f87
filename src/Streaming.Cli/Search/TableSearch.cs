using Streaming.Cli.Analysis.Embeddings;
using Streaming.Cli.Analysis.Reading;
using Streaming.Cli.Analysis.Texts;
using Streaming.Operators.Vectors;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Cli.Search;

/// <summary>Looks through a whole table and keeps the best: exactly, with memory for those alone.</summary>
internal sealed class TableSearch(SearchOptions options, Terminal terminal, Settings settings)
{
    private const int ModelBatch = 256;

    private readonly Func<Sample, object?>? _vectorOf = options.Embedding is { } column ? SamplePath.Compile(column) : null;
    private readonly TopHits<SearchHit> _hits = new(options.Top);

    /// <summary>Samples that meet the conditions.</summary>
    public long Matching { get; private set; }

    /// <summary>Samples that have something of what was asked for.</summary>
    public long Found { get; private set; }

    public async Task<IReadOnlyList<(SearchHit Hit, double Score)>> RunAsync(CancellationToken abort)
    {
        if (options.IsByVector)
        {
            await ByVectorAsync(abort);
        }
        else
        {
            await ByWordsAsync(abort);
        }

        return _hits.Best();
    }

    // Twice through the table: how rare a word is must be known before a text is scored.
    private async Task ByWordsAsync(CancellationToken abort)
    {
        var terms = new QueryTerms(options.Query);
        var weights = new Bm25(terms.Count);
        var counts = new int[terms.Count];
        await foreach (var row in RowsAsync(abort))
        {
            weights.Add(counts, terms.CountIn(row.Text, counts));
        }

        if (weights.Holding.All(n => n == 0))
        {
            return;
        }

        Matching = 0;
        await foreach (var row in RowsAsync(abort))
        {
            var length = terms.CountIn(row.Text, counts);
            if (weights.Score(counts, length) is var score and > 0)
            {
                Found++;
                _hits.Offer(score, (Row: row, Terms: terms), static s => s.Row.Hit(s.Terms));
            }
        }
    }

    private async Task ByVectorAsync(CancellationToken abort)
    {
        using var model = options.Model is null ? null : new ModelVectors(options.Model);
        var query = options.Like is null ? model!.Of([options.Query]).Single() : await LikeAsync(model, abort);
        if (query is null)
        {
            throw new BadInputException("The query has no vector.");
        }

        var waiting = new List<FoundRow>();
        await foreach (var row in RowsAsync(abort))
        {
            if (_vectorOf is not null)
            {
                Offer(row, UnitVector.Of(_vectorOf(row.Sample)), query);
                continue;
            }

            waiting.Add(row);
            if (waiting.Count == ModelBatch)
            {
                OfferAll(waiting, model!, query);
            }
        }

        OfferAll(waiting, model, query);
    }

    private void OfferAll(List<FoundRow> rows, ModelVectors? model, float[] query)
    {
        foreach (var (row, vector) in rows.Zip(rows.Count == 0 ? [] : model!.Of(rows.Select(r => r.Text))))
        {
            Offer(row, vector, query);
        }

        rows.Clear();
    }

    private void Offer(FoundRow row, float[]? vector, float[] query)
    {
        if (vector is null || row.Sample.Id == options.Like)
        {
            return;
        }

        if (vector.Length != query.Length)
        {
            throw new BadInputException($"The vector of sample '{row.Sample.Id}' has {vector.Length} numbers, the query's {query.Length}: they are not of one model.");
        }

        Found++;
        _hits.Offer(System.Numerics.Tensors.TensorPrimitives.Dot<float>(vector, query), row, static r => r.Hit(null));
    }

    // The sample may be anywhere, whatever the conditions say of it.
    private async Task<float[]?> LikeAsync(ModelVectors? model, CancellationToken abort)
    {
        await using var input = await AnalysedInput.OpenAsync([options.Path], null, abort);
        await foreach (var read in input.Dataset.ReadAsync(abort))
        {
            if (read.Batch.Samples.FirstOrDefault(s => s.Id == options.Like) is { } sample)
            {
                return _vectorOf is not null ? UnitVector.Of(_vectorOf(sample)) : model!.Of([ReadableText.Of(sample)]).Single();
            }
        }

        throw new BadInputException($"There is no sample '{options.Like}' in {options.Path}.");
    }

    private async IAsyncEnumerable<FoundRow> RowsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken abort)
    {
        await using var input = await AnalysedInput.OpenAsync([options.Path], null, abort);
        var pace = new ReadPace(terminal, settings, input.Dataset.Extent, long.MaxValue);
        await foreach (var read in input.Dataset.ReadAsync(abort))
        {
            foreach (var sample in read.Batch.Samples)
            {
                if (options.Where.All(c => c.Holds(sample)))
                {
                    Matching++;
                    yield return new(sample, ReadableText.Of(sample), read.Split.Name, sample.Lineage.Position);
                }
            }

            pace.Add(read.Batch.Samples.Count, read.StoredBytes);
        }

        pace.End();
    }

    private readonly record struct FoundRow(Sample Sample, string Text, string Shard, long Row)
    {
        public SearchHit Hit(QueryTerms? terms) => new(Sample.Id, Shard, Row, Snippet.Of(Text, terms));
    }
}
