using System.Collections.Concurrent;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;

namespace Streaming.Feed;

/// <summary>The tables that are fed from, and the streams that are open on them.</summary>
internal sealed class TableFeeds : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, FeedTable> _tables;
    private readonly WindowCache _windows;
    private readonly int _maxStreams;
    private readonly ConcurrentDictionary<OpenFeed, byte> _open = new();

    private TableFeeds(IReadOnlyDictionary<string, FeedTable> tables, FeedOptions options)
    {
        _tables = tables;
        _windows = new(options.Memory.Bytes);
        _maxStreams = options.MaxStreams;
    }

    /// <summary>The tables by name.</summary>
    public IReadOnlyDictionary<string, FeedTable> Tables => _tables;

    /// <summary>The streams that are open.</summary>
    public IEnumerable<OpenFeed> Open => _open.Keys;

    /// <summary>Decoded windows.</summary>
    public WindowCache Windows => _windows;

    /// <summary>Opens the tables in these folders, each under its folder's name or the name before an equals sign.</summary>
    public static async Task<TableFeeds> OpenAsync(FeedOptions options, TimeProvider time, CancellationToken abort)
    {
        var tables = new Dictionary<string, FeedTable>(StringComparer.Ordinal);
        var feeds = new TableFeeds(tables, options);
        try
        {
            foreach (var given in options.Tables)
            {
                var (name, folder) = given.Split('=', 2) is [var n, var f] ? (n, f) : (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(given))), given);
                if (tables.ContainsKey(name))
                {
                    throw new BadInputException($"Two tables are named '{name}': give one another name with NAME={folder}.");
                }

                tables.Add(name, await FeedTable.OpenAsync(name, Path.GetFullPath(folder), time, abort));
            }

            return feeds;
        }
        catch
        {
            await feeds.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a stream. A ticket that does not fit is a <see cref="BadInputException"/>.</summary>
    public async ValueTask<OpenFeed> OpenAsync(FeedTicket ticket, CancellationToken abort)
    {
        var stream = await FeedStream.OpenAsync(TableOf(ticket), ticket, _windows, abort);
        var open = new OpenFeed(stream, ticket, Close);
        _open[open] = default;
        if (_open.Count > _maxStreams)
        {
            Close(open);
            throw new TooManyStreamsException($"{_maxStreams} streams are open, and no more are allowed (--max-streams).");
        }

        return open;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables.Values)
        {
            await table.DisposeAsync();
        }

        await _windows.DisposeAsync();
    }

    private void Close(OpenFeed open) => _open.TryRemove(open, out _);

    // Names are looked up, never joined to a path: no ticket leads out of the tables that were given.
    private FeedTable TableOf(FeedTicket ticket) => ticket.Table switch
    {
        null when _tables.Count == 1 => _tables.Values.Single(),
        null => throw new BadInputException($"The ticket names no table. There are {string.Join(", ", _tables.Keys)}."),
        var name => _tables.GetValueOrDefault(name) ?? throw new UnknownTableException($"There is no table '{name}' here. There are {string.Join(", ", _tables.Keys)}."),
    };
}

/// <summary>No more streams are taken for now.</summary>
internal sealed class TooManyStreamsException(string message) : Exception(message);

/// <summary>A ticket names a table that is not fed.</summary>
internal sealed class UnknownTableException(string message) : Exception(message);
