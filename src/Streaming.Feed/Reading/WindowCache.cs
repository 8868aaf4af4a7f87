using Streaming.Feed.Streams;

namespace Streaming.Feed.Reading;

/// <summary>
/// Decoded windows, shared by the streams that read the same rows: eight ranks cost one decoding. What no stream uses is kept as long as there is room, the newest first; a stream
/// holds a window only while it copies rows out of it, so that a client which does not read holds none.
/// </summary>
/// <param name="maxBytes">What the windows may take, and the most that a single one may; those that are being decoded come on top.</param>
internal sealed class WindowCache(long maxBytes) : IAsyncDisposable
{
    private const int Attempts = 3;

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

    /// <summary>Takes several windows at once, decoded by now or one after the other; null where they do not fit together. None is held while another one is waited for.</summary>
    public async ValueTask<IReadOnlyList<CachedWindow>?> TakeAsync(IReadOnlyList<PlannedWindow> windows, CancellationToken abort)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryTake(windows) is { } all)
            {
                return all;
            }

            foreach (var window in windows)
            {
                (await TakeAsync(window, abort)).Dispose();
            }
        }

        return TryTake(windows);
    }

    /// <summary>Takes a window, decoded by now or once there is room. Give it back soon.</summary>
    public async ValueTask<CachedWindow> TakeAsync(PlannedWindow window, CancellationToken abort)
    {
        var (key, columns) = (window.Key, window.Columns);
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

    private List<CachedWindow>? TryTake(IReadOnlyList<PlannedWindow> windows)
    {
        lock (_sync)
        {
            var all = new List<CachedWindow>(windows.Count);
            foreach (var window in windows)
            {
                if (!_entries.TryGetValue(window.Key, out var entry) || !entry.Loaded.IsCompletedSuccessfully)
                {
                    return null;
                }

                all.Add(entry);
            }

            all.ForEach(Use);
            return all;
        }
    }

    private void Use(CachedWindow entry)
    {
        entry.Users++;
        if (entry.Place is { } place)
        {
            _unused.Remove(place);
            entry.Place = null;
        }
    }

    private (CachedWindow? Entry, bool IsNew, Task? Wait) Enter(WindowKey key)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                Use(entry);
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
            entry.Window = await reader.ReadAsync(entry.Key.Start, entry.Key.End, maxBytes, abort);
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
