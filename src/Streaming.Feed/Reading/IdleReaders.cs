namespace Streaming.Feed.Reading;

/// <summary>Readers that stand somewhere in a table and are not at work: the next window that begins there costs no opening of a file. A few are kept, those used last.</summary>
internal sealed class IdleReaders : IAsyncDisposable
{
    // Each holds a file open, and its last record batch of about 1 MB.
    private const int Kept = 16;

    private readonly Lock _sync = new();
    private readonly LinkedList<(WindowKey Last, RowReader Reader)> _readers = [];

    /// <summary>The reader that stands where a window begins; null where there is none.</summary>
    public RowReader? Take(WindowKey key)
    {
        lock (_sync)
        {
            for (var place = _readers.Last; place is not null; place = place.Previous)
            {
                var last = place.Value.Last;
                if (last.Table == key.Table && last.Columns == key.Columns && last.End == key.Start)
                {
                    _readers.Remove(place);
                    return place.Value.Reader;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps a reader that has read a window.</summary>
    public async ValueTask GiveAsync(WindowKey last, RowReader reader)
    {
        RowReader? oldest = null;
        lock (_sync)
        {
            _readers.AddLast((last, reader));
            if (_readers.Count > Kept)
            {
                oldest = _readers.First!.Value.Reader;
                _readers.RemoveFirst();
            }
        }

        if (oldest is not null)
        {
            await oldest.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, reader) in _readers)
        {
            await reader.DisposeAsync();
        }
    }
}
