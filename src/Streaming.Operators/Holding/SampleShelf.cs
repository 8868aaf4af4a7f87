namespace Streaming.Operators.Holding;

/// <summary>Holds samples until the end of the input and gives them back in any order: the first ones in memory, the rest in a file once the allowance is used up.</summary>
/// <param name="allowance">Bytes of samples in memory.</param>
/// <param name="folder">Makes the folder for the file; asked on first use.</param>
internal sealed class SampleShelf(long allowance, Func<string> folder) : IDisposable
{
    private readonly List<Sample?> _first = [];
    private readonly List<long> _places = [];
    private SampleFile? _rest;
    private long _firstBytes;

    /// <summary>Samples that were put here.</summary>
    public int Count => _first.Count + _places.Count;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _firstBytes + (8L * (_first.Capacity + _places.Capacity)) + (_rest?.Bytes ?? 0);

    /// <summary>Takes a sample. None may be added once one was given back.</summary>
    public void Add(Sample sample)
    {
        var bytes = sample.EstimateBytes();
        if (_rest is null && _firstBytes + bytes <= allowance)
        {
            _first.Add(sample);
            _firstBytes += bytes;
            return;
        }

        _rest ??= new(ScratchFile.In(folder(), "shelved-samples"));
        _places.Add(_rest.End);
        _rest.Add(sample);
    }

    /// <summary>Gives a sample back, by its place in the order of <see cref="Add"/>.</summary>
    /// <param name="at">The place.</param>
    /// <param name="isLast">Whether it will not be asked for again.</param>
    public Sample Get(int at, bool isLast)
    {
        if (at >= _first.Count)
        {
            var place = at - _first.Count;
            return _rest!.Read(_places[place], place + 1 < _places.Count ? _places[place + 1] : _rest.End);
        }

        var sample = _first[at] ?? throw new InvalidOperationException("The sample was given back for the last time.");
        if (isLast)
        {
            _first[at] = null;
            _firstBytes -= sample.EstimateBytes();
        }

        return sample;
    }

    /// <inheritdoc/>
    public void Dispose() => _rest?.Dispose();
}
