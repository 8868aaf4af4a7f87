using Streaming.Epochs;
using Streaming.Tables;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>
/// Merges small files while a run goes on, as any other process might: it reads the log, and its entries go through the same put-if-absent as the run's. A merge that fails
/// harms nobody (its file is an orphan): it is told and tried again later, and the run goes on.
/// </summary>
internal sealed class BackgroundCompaction : IAsyncDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Task _work;
    private volatile CompactionStatus _status = new(0, 0, null);

    private BackgroundCompaction(IReadOnlyList<TableCompaction> tables, TimeProvider time)
    {
        _time = time;
        _work = Task.WhenAll(tables.Select(t => Task.Run(() => CompactAsync(t))));
    }

    /// <summary>What it did so far.</summary>
    public CompactionStatus Status => _status;

    /// <summary>Starts it where the primary sink asks for it, for all outputs that are Delta tables; else null.</summary>
    public static BackgroundCompaction? Start(CompactionOptions? options, IReadOnlyList<OutputTable> outputs, TimeProvider time)
    {
        var tables = options is null ? [] : outputs.Where(o => o.Layout == TableLayout.Delta && o.Format is IMergesShards)
            .Select(o => new TableCompaction(o.Store, o.Log, o.Format, options, time)).ToList();
        return tables.Count == 0 ? null : new(tables, time);
    }

    /// <summary>Stops it; a merge that is under way is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task CompactAsync(TableCompaction table)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await TryAsync(table) ? _look : _pauseAfterFailure, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    private async ValueTask<bool> TryAsync(TableCompaction table)
    {
        try
        {
            var report = await table.RunAsync(_stop.Token);
            Note(s => s with { Merged = s.Merged + report.Merged, Parts = s.Parts + report.Parts });
            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            Note(s => s with { Failure = e.Message });
            return false;
        }
    }

    private void Note(Func<CompactionStatus, CompactionStatus> change)
    {
        lock (_stop)
        {
            _status = change(_status);
        }
    }
}
