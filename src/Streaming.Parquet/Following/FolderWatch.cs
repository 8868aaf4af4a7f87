namespace Streaming.Parquet.Following;

/// <summary>Says sooner than the next listing that something came. Watchers lose events, and network shares have none: it is never needed, only quick.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly SemaphoreSlim _came = new(0, 1);

    public FolderWatch(IEnumerable<string> folders)
    {
        foreach (var folder in folders.Distinct().Where(Directory.Exists))
        {
            Watch(folder);
        }
    }

    /// <summary>Waits until something came (true) or the time is over (false).</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan most, TimeProvider time, CancellationToken abort)
    {
        using var over = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, abort);
        try
        {
            await _came.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _watchers.ForEach(w => w.Dispose());
        _came.Dispose();
    }

    private void Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
        watcher.Created += (_, _) => Came();
        watcher.Renamed += (_, _) => Came();
        try
        {
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system's limit of watches is reached, or the file system has none.
            watcher.Dispose();
        }
    }

    private void Came()
    {
        try
        {
            if (_came.CurrentCount == 0)
            {
                _came.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Two events at once, or one after the end.
        }
    }
}
