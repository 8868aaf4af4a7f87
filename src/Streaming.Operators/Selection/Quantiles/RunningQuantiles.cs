namespace Streaming.Operators.Selection.Quantiles;

/// <summary>Quantiles of all values seen so far, over epochs and restarts: the sketch of each epoch is part of its commit.</summary>
/// <param name="shares">The quantiles that are asked for.</param>
internal sealed class RunningQuantiles(IReadOnlyList<double> shares)
{
    // What is committed, and what came since: kept apart, so that a restart, which joins the commits' parts, has the same sketches.
    private readonly QuantileSketch _committed = new();
    private QuantileSketch _open = new();
    private QuantileBound[] _bounds = [];
    private long _boundsAt;

    /// <summary>Values seen.</summary>
    public long Count => _committed.Count + _open.Count;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _committed.Bytes + _open.Bytes;

    /// <summary>The bounds, set anew at each border between epochs and whenever the values have grown by a hundredth: at the same values on every run.</summary>
    public IReadOnlyList<QuantileBound> Bounds
    {
        get
        {
            if (_boundsAt == 0 || Count > _boundsAt + (_boundsAt / 100))
            {
                (_boundsAt, _bounds) = (Count, QuantileBound.Of([_committed, _open], shares));
            }

            return _bounds;
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value) => _open.Add(value);

    /// <summary>Writes what came since the last border.</summary>
    public void Save(IStateWriter state)
    {
        if (_open.Count > 0)
        {
            _open.Write(state.Log);
            _committed.Merge(_open);
            _open = new();
        }

        _boundsAt = 0;
    }

    /// <summary>Takes what was committed.</summary>
    public void Restore(IStateReader state)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                while (QuantileSketch.Read(part) is { } sketch)
                {
                    _committed.Merge(sketch);
                }
            }
        }

        _boundsAt = 0;
    }
}
