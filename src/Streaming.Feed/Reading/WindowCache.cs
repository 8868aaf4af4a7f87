using Streaming.Feed.Tables;

namespace Streaming.Feed.Reading;

/// <summary>
/// Decoded windows, shared by the streams that read the same rows: eight ranks cost one decoding. What no stream uses is kept as long as there is room, the newest first; a stream
/// holds a window only while it copies rows out of it, so that a client which does not read holds none.
/// </summary>
/// <param name="maxBytes">What the windows may take; a single one may be larger.</param>
internal sealed class WindowCache(long maxBytes) : IAsyncDisposable
{
    private const int IdleReaders = 16;

    private readonly Lock _sync = new();

    // Guarded by _sync, as is all below: by the order of their last use.
    private readonly Dictionary<WindowKey, Entry> _entries = [];
    private readonly LinkedList<Entry> _unused = [];
    private readonly LinkedList<(FeedTable Table, string Columns, RowReader Reader)> _idle = [];
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private long _bytes;
    private int _loading;

    /// <summary>The bytes of all windows in memory.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Windows that were decoded so far.</summary>
    public long Decoded { get; private set; }

    /// <summary>Takes a window, decoded by now or once there is room. Give it back soon.</summary>
    public async ValueTask<WindowUse> TakeAsync(FeedTable table, FeedColumns columns, long start, long end, CancellationToken abort)
    {
        var key = new WindowKey(table, columns.Key, start, end);
        while (true)
        {
            var (entry, isNew, wait) = Enter(key);
            if (entry is null)
            {
                await wait!.WaitAsync(abort);
                continue;
            }

            try
            {
                if (isNew)
                {
                    await LoadAsync(entry, columns, abort);
                }

                return new(this, entry, await entry.Window.Task.WaitAsync(abort));
            }
            catch (Exception e)
            {
                Leave(entry);

                // Who loaded it went away: then we do it.
                if (e is OperationCanceledException && !abort.IsCancellationRequested)
                {
                    continue;
                }

                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, reader) in _idle)
        {
            await reader.DisposeAsync();
        }

        foreach (var entry in _unused)
        {
            entry.Window.Task.Result.Release();
        }
    }

    private (Entry? Entry, bool IsNew, Task? Wait) Enter(WindowKey key)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.Users++;
                if (entry.Place is { } place)
                {
                    _unused.Remove(place);
                    entry.Place = null;
                }

                return (entry, false, null);
            }

            // Room is made before it is filled; what a window takes is known only afterwards, so no more of them are filled at once than processors can.
            if ((_bytes >= maxBytes && _entries.Count > _unused.Count + _loading) || _loading >= Environment.ProcessorCount)
            {
                var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(waiting);
                return (null, false, waiting.Task);
            }

            _loading++;
            entry = new(key) { Users = 1 };
            _entries.Add(key, entry);
            return (entry, true, null);
        }
    }

    private async Task LoadAsync(Entry entry, FeedColumns columns, CancellationToken abort)
    {
        var reader = TakeReader(entry.Key) ?? new(entry.Key.Table, columns);
        try
        {
            var window = await reader.ReadAsync(entry.Key.Start, entry.Key.End, abort);
            Loaded(entry, window, (entry.Key.Table, entry.Key.Columns, reader));
        }
        catch (Exception e)
        {
            lock (_sync)
            {
                _entries.Remove(entry.Key);
                _loading--;
                Wake();
            }

            await reader.DisposeAsync();
            entry.Fail(e);
            throw;
        }
    }

    private RowReader? TakeReader(WindowKey key)
    {
        lock (_sync)
        {
            for (var place = _idle.Last; place is not null; place = place.Previous)
            {
                if (place.Value.Table == key.Table && place.Value.Columns == key.Columns && place.Value.Reader.Next == key.Start)
                {
                    _idle.Remove(place);
                    return place.Value.Reader;
                }
            }
        }

        return null;
    }

    private void Loaded(Entry entry, RowWindow window, (FeedTable, string, RowReader Reader) idle)
    {
        RowReader? oldest = null;
        lock (_sync)
        {
            Decoded++;
            _loading--;
            Interlocked.Add(ref _bytes, window.Bytes);
            _idle.AddLast(idle);
            if (_idle.Count > IdleReaders)
            {
                oldest = _idle.First!.Value.Reader;
                _idle.RemoveFirst();
            }

            Shrink();
            Wake();
        }

        entry.Window.SetResult(window);
        _ = oldest?.DisposeAsync().AsTask();
    }

    private void Leave(Entry entry)
    {
        lock (_sync)
        {
            if (--entry.Users == 0 && entry.Window.Task.IsCompletedSuccessfully)
            {
                entry.Place = _unused.AddLast(entry);
                Shrink();
                Wake();
            }
        }
    }

    private void Shrink()
    {
        while (_bytes > maxBytes && _unused.First is { } oldest)
        {
            _unused.RemoveFirst();
            _entries.Remove(oldest.Value.Key);
            var window = oldest.Value.Window.Task.Result;
            Interlocked.Add(ref _bytes, -window.Bytes);
            window.Release();
        }
    }

    private void Wake()
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            waiting.SetResult();
        }
    }

    private readonly record struct WindowKey(FeedTable Table, string Columns, long Start, long End);

    /// <summary>A window that is used; dispose it to give it back.</summary>
    internal readonly struct WindowUse(WindowCache cache, object entry, RowWindow window) : IDisposable
    {
        /// <summary>The window.</summary>
        public RowWindow Window => window;

        public void Dispose() => cache.Leave((Entry)entry);
    }

    private sealed class Entry(WindowKey key)
    {
        public WindowKey Key => key;

        public TaskCompletionSource<RowWindow> Window { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Users { get; set; }

        public LinkedListNode<Entry>? Place { get; set; }

        public void Fail(Exception e)
        {
            Window.SetException(e);

            // Others may wait for it or not.
            _ = Window.Task.Exception;
        }
    }
}
