using Streaming.Feed.Tables;

namespace Streaming.Feed.Reading;

/// <summary>Rows of a table that are decoded together.</summary>
internal readonly record struct WindowKey(FeedTable Table, string Columns, long Start, long End);

/// <summary>A window of the cache; who takes it disposes it to give it back. What is not said otherwise is guarded by the cache's lock.</summary>
internal sealed class CachedWindow(WindowCache cache, WindowKey key) : IDisposable
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it holds.</summary>
    public WindowKey Key => key;

    /// <summary>Ends when the rows are there, or cannot be read.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>The rows; set before <see cref="Loaded"/> ends well, and not changed.</summary>
    public RowWindow Window { get; set; } = null!;

    /// <summary>How many use it or wait for it.</summary>
    public int Users { get; set; }

    /// <summary>Its place among those that nobody uses, or null.</summary>
    public LinkedListNode<CachedWindow>? Place { get; set; }

    /// <summary>The rows are there.</summary>
    public void Finish() => _loaded.SetResult();

    /// <summary>The rows could not be read.</summary>
    public void Fail(Exception e)
    {
        _loaded.SetException(e);

        // Others may wait for it or not.
        _ = _loaded.Task.Exception;
    }

    public void Dispose() => cache.Leave(this);
}
