using Streaming.Feed.Streams;
using Streaming.Runtime;

namespace Streaming.Feed.Mixing;

/// <summary>Where a mixed feed stands between two steps: a place in each table, which of them are over, and whose turn it is.</summary>
internal sealed class MixedPlace
{
    private readonly MixShares _shares;
    private readonly double[] _weights;

    /// <summary>At these places, with lags to go on from where the weights are as they were.</summary>
    public MixedPlace(MixShares shares, IReadOnlyList<double> weights, IReadOnlyList<TablePlace> at, IReadOnlyList<bool> gone, IReadOnlyList<long>? lags = null)
    {
        (_shares, _weights, At, Gone) = (shares, [.. weights], [.. at], [.. gone]);
        Turns = new(_shares.Of(_weights, Gone), lags is null ? null : [.. lags.Select(l => (Int128)l)]);
    }

    /// <summary>The place in each table.</summary>
    public TablePlace[] At { get; }

    /// <summary>Tables whose part the others share.</summary>
    public bool[] Gone { get; }

    /// <summary>Whose turn it is.</summary>
    public FairShares Turns { get; private set; }

    /// <summary>The others share a table's part from here on.</summary>
    public void Drop(int table)
    {
        Gone[table] = true;
        Turns = new(_shares.Of(_weights, Gone));
    }
}
