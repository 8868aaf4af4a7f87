namespace Streaming.Cli.Search;

/// <summary>The best of many, exactly, in memory for so many; of equal scores those that came first.</summary>
internal sealed class TopHits<T>(int count)
{
    // The worst of them is on top.
    private readonly PriorityQueue<T, (double Score, long Number)> _heap = new(Comparer<(double Score, long Number)>.Create(
        static (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Number.CompareTo(a.Number)));

    private long _offered;

    /// <summary>Takes it, if it is among the best so far; it is made only then.</summary>
    public void Offer<TState>(double score, TState state, Func<TState, T> make)
    {
        var rank = (score, _offered++);
        if (_heap.Count < count)
        {
            _heap.Enqueue(make(state), rank);
        }
        else if (_heap.TryPeek(out _, out var worst) && score > worst.Score)
        {
            _heap.DequeueEnqueue(make(state), rank);
        }
    }

    /// <summary>The best, the best first.</summary>
    public IReadOnlyList<(T Hit, double Score)> Best() =>
        [.. _heap.UnorderedItems.OrderByDescending(i => i.Priority.Score).ThenBy(i => i.Priority.Number).Select(i => (i.Element, i.Priority.Score))];
}
