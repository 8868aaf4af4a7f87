namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Joins sorted streams into one.</summary>
internal sealed class RecordMerge : IRecordStream
{
    private readonly PriorityQueue<IRecordStream, IRecordStream> _next;
    private bool _isStarted;

    public RecordMerge(IEnumerable<IRecordStream> streams, RecordShape shape)
    {
        _next = new(Comparer<IRecordStream>.Create((a, b) => shape.Compare(a.Current, b.Current)));
        foreach (var stream in streams.Where(stream => stream.MoveNext()))
        {
            _next.Enqueue(stream, stream);
        }
    }

    public ReadOnlySpan<int> Current => _next.Peek().Current;

    public bool MoveNext()
    {
        // A stream is taken out before it moves: the queue compares by what streams stand at.
        if (_isStarted && _next.TryDequeue(out var last, out _) && last.MoveNext())
        {
            _next.Enqueue(last, last);
        }

        _isStarted = true;
        return _next.Count > 0;
    }
}

/// <summary>Makes one record of neighbours with the same keys: their first figures are added up.</summary>
internal sealed class RecordSums(IRecordStream sorted, RecordShape shape) : IRecordStream
{
    private readonly int[] _current = new int[shape.Width];
    private bool _isAhead;
    private bool _isStarted;

    public ReadOnlySpan<int> Current => _current;

    public bool MoveNext()
    {
        _isAhead = _isStarted ? _isAhead : sorted.MoveNext();
        _isStarted = true;
        if (!_isAhead)
        {
            return false;
        }

        sorted.Current.CopyTo(_current);
        while ((_isAhead = sorted.MoveNext()) && shape.Compare(_current, sorted.Current) == 0)
        {
            shape.Set(_current, 0, shape.Count(_current) + shape.Count(sorted.Current));
        }

        return true;
    }
}
