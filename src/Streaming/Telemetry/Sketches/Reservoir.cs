namespace Streaming.Telemetry.Sketches;

/// <summary>A uniform sample of a stream, of a bounded size.</summary>
/// <remarks>Vitter's algorithm R (1985). The seed is fixed: the same stream gives the same sample.</remarks>
internal sealed class Reservoir<T>(int size)
{
    private readonly List<T> _drawn = [];
    private readonly Random _random = new(17);

    /// <summary>How many came.</summary>
    public long Count { get; private set; }

    /// <summary>Those that were drawn.</summary>
    public List<T> Drawn => _drawn;

    /// <summary>Counts one more, and makes it only if it is drawn.</summary>
    public bool Offer<TState>(TState state, Func<TState, T> make)
    {
        Count++;
        if (_drawn.Count < size)
        {
            _drawn.Add(make(state));
            return true;
        }

        if (_random.NextInt64(Count) is var at && at < size)
        {
            _drawn[(int)at] = make(state);
            return true;
        }

        return false;
    }
}
