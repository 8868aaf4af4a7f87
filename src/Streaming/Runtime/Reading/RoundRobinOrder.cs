namespace Streaming.Runtime;

/// <summary>
/// Bounded sources take turns of a fixed number of records, or in proportion to weights; the same input gives the same order on every run, however many
/// threads there are and however the sources happen to batch.
/// </summary>
/// <param name="sources">How many there are.</param>
/// <param name="weights">Their weights; null: they take turns.</param>
/// <param name="limits">When an epoch ends.</param>
/// <param name="turn">How many records a turn has; without end, sources come one after the other.</param>
internal sealed class RoundRobinOrder(int sources, IReadOnlyList<double>? weights, EpochLimits limits, long turn = RoundRobinOrder.Quantum) : IIntakeOrder
{
    /// <summary>A batch's worth (FACTS: from 64 samples on, hop costs vanish).</summary>
    public const long Quantum = 64;

    private readonly double[] _share = new double[sources];
    private readonly bool[] _ended = new bool[sources];
    private int _current;
    private readonly long _turn = turn;
    private long _left = turn;

    public EpochLimits? Limits => limits;

    public void BeginEpoch()
    {
        Array.Clear(_share);
        _current = 0;
        _left = _turn;
    }

    public async ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, CancellationToken until)
    {
        while (_ended.Contains(false))
        {
            var source = weights is null ? _current : MostBehind();
            if (!_ended[source] && await readers[source].PeekAsync(until) is not null)
            {
                return new(source, weights is null ? _left : Quantum);
            }

            _ended[source] = true;
            Advance();
        }

        return null;
    }

    public void Took(int source, TakenBatch batch)
    {
        if (weights is not null)
        {
            _share[source] += batch.Records / weights[source];
            return;
        }

        _left -= batch.Records;
        if (_left <= 0)
        {
            Advance();
        }
    }

    private void Advance()
    {
        _current = (_current + 1) % sources;
        _left = _turn;
    }

    private int MostBehind()
    {
        var best = -1;
        for (var i = 0; i < sources; i++)
        {
            if (!_ended[i] && (best < 0 || _share[i] < _share[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
