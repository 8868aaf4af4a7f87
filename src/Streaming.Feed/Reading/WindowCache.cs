using Streaming.Feed.Tables;

namespace Streaming.Feed.Reading;

/// <summary>
/// Decoded windows, shared by the streams that read the same rows: eight ranks cost one decoding. What no stream uses is kept as long as there is room, the newest first; a stream
/// holds a window only while it copies rows out of it, so that a client which does not read holds none.
/// </summary>
/// <param name="maxBytes">What the windows may take; a single one may be larger.</param>
internal sealed class WindowCache(long maxBytes) : IAsyncDisposable
{
    private readonly Lock _sync = new();

    // Guarded by _sync, as is all below; what nobody uses in the order of its last use.
    private readonly Dictionary<WindowKey, CachedWindow> _entries = [];
    private readonly LinkedList<CachedWindow> _unused = [];
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly IdleReaders _idle = new();
    private long _bytes;
    private int _loading;

    /// <summary>The bytes of all windows in memory.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Windows that were decoded so far.</summary>
    public long Decoded { get; private set; }

    /// <summary>Takes a window, decoded by now or once there is room. Give it back soon.</summary>
    public async ValueTask<CachedWindow> TakeAsync(FeedTable table, FeedColumns columns, long start, long end, CancellationToken abort)
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

                await entry.Loaded.WaitAsync(abort);
                return entry;
            }
            catch (Exception e)
            {
                Leave(entry);

                // Who loaded it went away: then we do it.
                if (e is not OperationCanceledException || abort.IsCancellationRequested)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Closes files and gives the memory back; no stream may be open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        foreach (var entry in _unused)
        {
            entry.Window.Release();
        }
    }

    /// <summary>One user of a window less.</summary>
    internal void Leave(CachedWindow entry)
    {
        lock (_sync)
        {
            if (--entry.Users == 0 && entry.Loaded.IsCompletedSuccessfully)
            {
                entry.Place = _unused.AddLast(entry);
                Shrink();
                Wake();
            }
        }
    }

    private (CachedWindow? Entry, bool IsNew, Task? Wait) Enter(WindowKey key)
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
            entry = new(this, key) { Users = 1 };
            _entries.Add(key, entry);
            return (entry, true, null);
        }
    }

    private async Task LoadAsync(CachedWindow entry, FeedColumns columns, CancellationToken abort)
    {
        var reader = _idle.Take(entry.Key) ?? new(entry.Key.Table, columns);
        try
        {
            entry.Window = await reader.ReadAsync(entry.Key.Start, entry.Key.End, abort);
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

        lock (_sync)
        {
            Decoded++;
            _loading--;
            Interlocked.Add(ref _bytes, entry.Window.Bytes);
            Shrink();
            Wake();
        }

        entry.Finish();
        await _idle.GiveAsync(entry.Key, reader);
    }

    private void Shrink()
    {
        while (_bytes > maxBytes && _unused.First is { } oldest)
        {
            _unused.RemoveFirst();
            _entries.Remove(oldest.Value.Key);
            Interlocked.Add(ref _bytes, -oldest.Value.Window.Bytes);
            oldest.Value.Window.Release();
        }
    }

    private void Wake()
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            waiting.SetResult();
        }
    }
}
