namespace Streaming.Parquet.Reading;

/// <summary>Cuts the records of one split into batches as <see cref="SourceContext"/> asks: by count and by bytes, a large sample alone.</summary>
/// <param name="split">The split.</param>
/// <param name="from">The position to begin at.</param>
/// <param name="context">How large batches may be.</param>
/// <param name="stored">The bytes of input that a range of positions took.</param>
/// <param name="isSparse">Whether positions are places: see <see cref="SourceBatch.IsSparse"/>. Say <see cref="Skip"/> up to a record before adding it.</param>
internal sealed class BatchCutter(SplitId split, long from, SourceContext context, Func<long, long, long> stored, bool isSparse = false)
{
    // What an empty batch takes: a long run of empty lines must not look free.
    private const long BatchOverhead = 512;

    private SampleBatch _batch = new();
    private long _from = from;
    private long _next = from;
    private long _bytes;

    /// <summary>The position after the last record taken.</summary>
    public long Next => _next;

    /// <summary>Takes a sample; gives the batch before it where that is full.</summary>
    public CutBatch? Add(Sample sample, long position)
    {
        var size = sample.EstimateBytes();
        var full = MustCutBefore(size) ? Cut() : null;
        _batch.Samples.Add(sample);
        Advance(position, size);
        return full;
    }

    /// <summary>Takes what could not be read; gives the batch before it where that is full.</summary>
    public CutBatch? Add(DeadLetter letter, long position, long next)
    {
        var full = MustCutBefore(letter.Payload.Length) ? Cut() : null;
        _batch.DeadLetters.Add(letter);
        Advance(position, letter.Payload.Length);
        _next = next;
        return full;
    }

    /// <summary>Passes a record over (an empty line): it belongs to the batch, but is no sample.</summary>
    public void Skip(long next) => _next = next;

    /// <summary>The rest, or null where nothing was taken since the last batch.</summary>
    public CutBatch? Rest(bool isLast) => _next > _from ? Cut(isLast) : null;

    private bool MustCutBefore(long size)
    {
        var count = _batch.Samples.Count + _batch.DeadLetters.Count;
        return count > 0 && (count >= context.BatchSamples || _bytes >= context.BatchBytes || size >= context.BatchBytes);
    }

    private void Advance(long position, long size)
    {
        _bytes += size;
        _next = position + 1;
    }

    private CutBatch Cut(bool isLast = false)
    {
        var cut = new CutBatch(new(split, _from, _next, _batch, stored(_from, _next)) { IsLastOfSplit = isLast, IsSparse = isSparse }, _bytes + BatchOverhead);
        (_batch, _from, _bytes) = (new(), _next, 0);
        return cut;
    }
}

/// <summary>A batch and what it takes of memory.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Bytes">The bytes of its samples.</param>
internal sealed record CutBatch(SourceBatch Batch, long Bytes);
