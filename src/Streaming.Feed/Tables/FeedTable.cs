using Streaming.Epochs;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Following;
using Streaming.Parquet.Reading;
using Streaming.Tables;

namespace Streaming.Feed.Tables;

/// <summary>A table that is fed from: its newest rows, and word of newer ones. One for all streams of the table.</summary>
internal sealed class FeedTable : IAsyncDisposable
{
    // A watcher says so within milliseconds where the file system has one; where it has none, this is how late a commit is seen.
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    private readonly DeltaLog _log;
    private readonly LocalFolders? _folders;
    private readonly TableRowsReader _reader;
    private readonly FolderWatch _watch;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _following;
    private TableSnapshot _snapshot;
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FeedTable(string name, string folder, string logFolder, DeltaLog log, TableRowsReader reader, (TableSnapshot Snapshot, TableRows Rows) newest, TimeProvider time)
    {
        (Name, Folder, _log, _reader, _time) = (name, folder, log, reader, time);
        (_snapshot, Rows) = newest;
        _folders = StorePlace.IsAddress(folder) ? null : new(folder, SystemCalls.Real);
        _watch = new([StorePlace.Join(folder, logFolder)]);
        _following = Task.Run(FollowAsync);
    }

    /// <summary>The name that clients know it by.</summary>
    public string Name { get; }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Its newest rows that are known.</summary>
    public TableRows Rows { get; private set; }

    /// <summary>What was read of it.</summary>
    public ServedCounts Served { get; } = new();

    /// <summary>What kept the newest refresh from working, or null.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Whether a folder holds a table with a commit.</summary>
    public static async ValueTask<bool> IsMadeAsync(string folder, CancellationToken abort) => await TableLayouts.FindAsync(folder, abort) is not null;

    /// <summary>Opens a table; a folder without one is a <see cref="BadInputException"/>.</summary>
    public static async ValueTask<FeedTable> OpenAsync(string name, string folder, TimeProvider time, CancellationToken abort)
    {
        var store = ObjectStores.Open(folder);
        var layout = await TableLayouts.FindAsync(store, abort) ?? TableLayout.Delta;
        var log = new DeltaLog(store, new ParquetCheckpointFormat(), TableFolders.LogOf(layout));
        var snapshot = await log.ReadAsync(abort) ?? throw new BadInputException($"There is no table in '{folder}': a feed begins with a table's first commit.");
        var reader = new TableRowsReader(store);
        return new(name, folder, TableFolders.LogOf(layout), log, reader, (snapshot, await reader.ReadAsync(snapshot, abort)), time);
    }

    /// <summary>Opens one of its files. A link that leads out of its folder is a <see cref="BadInputException"/>, a file that is not there a <see cref="FileNotFoundException"/>.</summary>
    public ParquetFile Open(string path)
    {
        StorePath.Check(path);
        if (_folders is null)
        {
            return ParquetFile.Open(StorePlace.Join(Folder, path));
        }

        var file = _folders.Resolve(path);
        return File.Exists(file) ? ParquetFile.Open(file) : throw new FileNotFoundException($"'{file}' is in the log and not on the disk.", file);
    }

    /// <summary>Waits for rows other than these.</summary>
    public async ValueTask<TableRows> NewerAsync(TableRows known, CancellationToken abort)
    {
        while (true)
        {
            var came = Volatile.Read(ref _came).Task;
            if (!ReferenceEquals(Rows, known))
            {
                return Rows;
            }

            await came.WaitAsync(abort);
        }
    }

    /// <summary>Waits for the first row: before it, the types of the columns are not known.</summary>
    public async ValueTask FilledAsync(CancellationToken abort)
    {
        for (var rows = Rows; rows.Count == 0;)
        {
            rows = await NewerAsync(rows, abort);
        }
    }

    /// <summary>Looks at the log now.</summary>
    public async ValueTask<TableRows> RefreshAsync(CancellationToken abort)
    {
        await _reading.WaitAsync(abort);
        try
        {
            var newest = await _log.RefreshAsync(_snapshot, abort);
            if (!ReferenceEquals(newest, _snapshot))
            {
                Rows = await _reader.ReadAsync(newest, abort);
                _snapshot = newest;
                Interlocked.Exchange(ref _came, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }

            Trouble = null;
            return Rows;
        }
        finally
        {
            _reading.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _following;
        _watch.Dispose();
        _closing.Dispose();
        _reading.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _watch.WaitAsync(PollEvery, _time, _closing.Token);
                await RefreshAsync(_closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadInputException or InvalidDataException)
            {
                // The next look may find it well again; until then readiness tells of it.
                Trouble = e;
            }
        }
    }
}
