namespace Streaming.Operators.Holding;

/// <summary>Holds samples until the end of the input, in order: the first ones in memory, the rest in a file once the allowance is used up.</summary>
/// <param name="allowance">Bytes of samples in memory.</param>
/// <param name="folder">Makes the folder for the file; asked on first use.</param>
internal sealed class SampleSpool(long allowance, Func<string> folder) : IDisposable
{
    private const int BatchSamples = 64;
    private const long BatchBytes = 1 << 20;

    private readonly Queue<Sample> _first = [];
    private SampleFile? _rest;

    /// <summary>Samples held.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes a sample. None may be added once one was taken back.</summary>
    public void Add(Sample sample)
    {
        Count++;
        var bytes = sample.EstimateBytes();
        if (_rest is null && Bytes + bytes <= allowance)
        {
            _first.Enqueue(sample);
            Bytes += bytes;
            return;
        }

        (_rest ??= new(ScratchFile.In(folder(), "held-samples"))).Add(sample);
    }

    /// <summary>Gives the next sample back; null after the last.</summary>
    public Sample? Take()
    {
        if (Count == 0)
        {
            return null;
        }

        Count--;
        if (_first.TryDequeue(out var sample))
        {
            Bytes -= sample.EstimateBytes();
            return sample;
        }

        return _rest!.ReadNext();
    }

    /// <summary>Gives the next samples back, as many as make a batch of ordinary size.</summary>
    public IEnumerable<Sample> TakeBatch()
    {
        long bytes = 0;
        for (var n = 0; n < BatchSamples && bytes < BatchBytes && Take() is { } sample; n++)
        {
            bytes += sample.EstimateBytes();
            yield return sample;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rest?.Dispose();
}
