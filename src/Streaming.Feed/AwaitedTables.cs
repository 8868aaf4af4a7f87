using System.Collections.Concurrent;
using Streaming.Feed.Tables;

namespace Streaming.Feed;

/// <summary>Tables that are fed from their first commit on, which may be still to come: those of a run that has just begun.</summary>
internal sealed class AwaitedTables(IReadOnlyList<string> given, ConcurrentDictionary<string, FeedTable> opened, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, string> _folders = given.Select(TableFeeds.NamedFolder).ToDictionary(t => t.Name, t => t.Folder, StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _folders.Keys;

    /// <summary>Whether there is such a table.</summary>
    public bool Contains(string name) => _folders.ContainsKey(name);

    /// <summary>Opens one; a table without a commit is waited for, or refused with a <see cref="TableNotMadeException"/>.</summary>
    public async ValueTask<FeedTable> OpenAsync(string name, bool waits, CancellationToken abort)
    {
        while (true)
        {
            if (await TryOpenAsync(name, abort) is { } table)
            {
                return table;
            }

            if (!waits)
            {
                throw new TableNotMadeException($"Table '{name}' has no commit yet: ask again, or with follow to wait for it.");
            }

            await Task.Delay(LookEvery, time, abort);
        }
    }

    public void Dispose() => _opening.Dispose();

    private async ValueTask<FeedTable?> TryOpenAsync(string name, CancellationToken abort)
    {
        await _opening.WaitAsync(abort);
        try
        {
            if (!opened.TryGetValue(name, out var table) && await FeedTable.IsMadeAsync(_folders[name], abort))
            {
                opened[name] = table = await FeedTable.OpenAsync(name, _folders[name], time, abort);
            }

            return table;
        }
        finally
        {
            _opening.Release();
        }
    }
}

/// <summary>A table's first commit is still to come.</summary>
internal sealed class TableNotMadeException(string message) : Exception(message);
