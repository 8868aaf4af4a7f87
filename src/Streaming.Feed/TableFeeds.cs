using System.Collections.Concurrent;
using Streaming.Feed.Mixing;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;

namespace Streaming.Feed;

/// <summary>The tables that are fed from, and the streams that are open on them.</summary>
internal sealed class TableFeeds : IAsyncDisposable
{
    // Of the memory that a feed may take, this part is for batches on their way, the rest for decoded windows.
    private const int PartOfBatches = 4;

    private readonly ConcurrentDictionary<string, FeedTable> _tables = new(StringComparer.Ordinal);
    private readonly AwaitedTables _awaited;
    private readonly WindowCache _windows;
    private readonly BatchRoom _room;
    private readonly int _maxStreams;
    private readonly TimeSpan _patience;
    private readonly ConcurrentDictionary<OpenFeed, byte> _open = new();

    private TableFeeds(FeedOptions options, TimeProvider time)
    {
        _awaited = new(options.Awaited, _tables, time);
        _windows = new(options.Memory.Bytes - (options.Memory.Bytes / PartOfBatches));
        _room = new(options.Memory.Bytes / PartOfBatches);
        _maxStreams = options.MaxStreams;
        _patience = options.IdleTimeout;
    }

    /// <summary>The tables by name.</summary>
    public IReadOnlyDictionary<string, FeedTable> Tables => _tables;

    /// <summary>The streams that are open.</summary>
    public IEnumerable<OpenFeed> Open => _open.Keys;

    /// <summary>Decoded windows.</summary>
    public WindowCache Windows => _windows;

    /// <summary>Batches on their way.</summary>
    public BatchRoom Room => _room;

    /// <summary>Opens the tables in these folders, each under its folder's name or the name before an equals sign.</summary>
    public static async Task<TableFeeds> OpenAsync(FeedOptions options, TimeProvider time, CancellationToken abort)
    {
        var feeds = new TableFeeds(options, time);
        try
        {
            foreach (var given in options.Tables)
            {
                var (name, folder) = NamedFolder(given);
                if (feeds._tables.ContainsKey(name) || feeds._awaited.Contains(name))
                {
                    throw new BadInputException($"Two tables are named '{name}': give one another name with NAME={folder}.");
                }

                feeds._tables[name] = await FeedTable.OpenAsync(name, folder, time, abort);
            }

            return feeds;
        }
        catch
        {
            await feeds.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name and folder of <c>NAME=folder</c>, or of a folder alone.</summary>
    public static (string Name, string Folder) NamedFolder(string given)
    {
        var (name, folder) = given.Split('=', 2) is [var n, var f] ? (n, StorePlace.Full(f)) : ("", StorePlace.Full(given));
        return (name.Length > 0 ? name : StorePlace.NameOf(folder), folder);
    }

    /// <summary>Opens a stream. A ticket that does not fit is a <see cref="BadInputException"/>.</summary>
    public async ValueTask<OpenFeed> OpenAsync(FeedTicket ticket, CancellationToken abort)
    {
        var open = new OpenFeed(await StreamAsync(ticket, abort), ticket, _windows, _room, _patience, Close);
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
        _room.Dispose();
        _awaited.Dispose();
    }

    private void Close(OpenFeed open) => _open.TryRemove(open, out _);

    private async ValueTask<IFeedStream> StreamAsync(FeedTicket ticket, CancellationToken abort)
    {
        if (ticket.Tables is not { } mixed)
        {
            return await FeedStream.OpenAsync(await TableOfAsync(ticket.Table, ticket.Follow, abort), ticket, abort);
        }

        ticket.Check();
        var tables = new Dictionary<string, FeedTable>(StringComparer.Ordinal);
        foreach (var name in mixed.Keys)
        {
            tables[name] = await TableOfAsync(name, ticket.Follow, abort);
        }

        return await MixedStream.OpenAsync(tables, ticket, abort);
    }

    // Names are looked up, never joined to a path: no ticket leads out of the tables that were given.
    private async ValueTask<FeedTable> TableOfAsync(string? wanted, bool waits, CancellationToken abort)
    {
        var table = await NamedAsync(wanted, waits, abort);
        await (waits ? table.FilledAsync(abort) : default);
        return table;
    }

    private async ValueTask<FeedTable> NamedAsync(string? wanted, bool waits, CancellationToken abort)
    {
        var names = _tables.Keys.Concat(_awaited.Names).Distinct().Order(StringComparer.Ordinal).ToList();
        var name = wanted ?? (names is [var only] ? only : throw new BadInputException($"The ticket names no table. There are {string.Join(", ", names)}."));
        return _tables.TryGetValue(name, out var table) ? table
            : _awaited.Contains(name) ? await _awaited.OpenAsync(name, waits, abort)
            : throw new UnknownTableException($"There is no table '{name}' here. There are {string.Join(", ", names)}.");
    }
}

/// <summary>No more streams are taken for now.</summary>
internal sealed class TooManyStreamsException(string message) : Exception(message);

/// <summary>A ticket names a table that is not fed.</summary>
internal sealed class UnknownTableException(string message) : Exception(message);
