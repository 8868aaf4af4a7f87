namespace Streaming.Runtime;

/// <summary>Bounded sources take turns of a fixed number of records; the same input gives the same order on every run, however many threads there are and however the sources happen to batch.</summary>
/// <param name="sources">How many there are.</param>
/// <param name="limits">When an epoch ends.</param>
/// <param name="turn">How many records a turn has; without end, sources come one after the other.</param>
internal sealed class RoundRobinOrder(int sources, EpochLimits limits, long turn = RoundRobinOrder.Quantum) : IIntakeOrder
{
    /// <summary>A batch's worth (FACTS: from 64 samples on, hop costs vanish).</summary>
    public const long Quantum = 64;

    private readonly bool[] _ended = new bool[sources];
    private int _current;
    private readonly long _turn = turn;
    private long _left = turn;

    public EpochLimits? Limits => limits;

    public void BeginEpoch(bool again)
    {
        _current = 0;
        _left = _turn;
    }

    public async ValueTask<Turn?> NextAsync(IReadOnlyList<SourceReader> readers, IntakeRoom room, CancellationToken until)
    {
        while (_ended.Contains(false))
        {
            if (!_ended[_current] && await readers[_current].PeekAsync(until) is not null)
            {
                return new(_current, _left);
            }

            _ended[_current] = true;
            Advance();
        }

        return null;
    }

    public void Took(int source, TakenBatch batch)
    {
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
}
