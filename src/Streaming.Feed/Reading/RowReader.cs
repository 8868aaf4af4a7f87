using Streaming.Feed.Tables;
using Streaming.Parquet.Reading;

namespace Streaming.Feed.Reading;

/// <summary>Reads a table's rows forward, over the borders of row groups and files. Beginning elsewhere opens the file that holds the row. Not for several threads at once.</summary>
internal sealed class RowReader(FeedTable table, FeedColumns columns) : IAsyncDisposable
{
    private ParquetFile? _file;
    private IAsyncEnumerator<(long Row, Arrow.RecordBatch Batch)>? _batches;
    private string _path = "";
    private long _fileStart;
    private long _fileEnd;
    private int[] _places = [];

    // The last batch read: the next window may begin in it.
    private SharedBatch? _last;

    /// <summary>The rows from <paramref name="start"/> to before <paramref name="end"/>; where they take more than so many bytes, a <see cref="BadInputException"/>.</summary>
    public async ValueTask<RowWindow> ReadAsync(long start, long end, long maxBytes, CancellationToken abort)
    {
        var (batches, bytes) = (new List<SharedBatch>(), 0L);
        try
        {
            for (var row = start; row < end; row = batches[^1].End)
            {
                abort.ThrowIfCancellationRequested();
                if (_last is null || row < _last.Start || row >= _last.End)
                {
                    await AdvanceAsync(row, abort);
                }

                batches.Add(_last!.Share());
                if ((bytes += _last.Bytes) > maxBytes)
                {
                    throw new BadInputException($"A window of {end - start} rows takes more than the {maxBytes >> 20} MiB that decoded rows have: ask for a smaller window, fewer columns, or serve with more memory.");
                }
            }

            return new(start, batches);
        }
        catch
        {
            batches.ForEach(b => b.Release());
            await CloseAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask AdvanceAsync(long row, CancellationToken abort)
    {
        if (_batches is null || row != _last?.End || row >= _fileEnd)
        {
            await OpenAsync(row, abort);
        }

        if (!await _batches!.MoveNextAsync())
        {
            throw new InvalidDataException($"'{_path}' ends before row {row - _fileStart}, which the log says it has.");
        }

        var (at, batch) = _batches.Current;
        _last?.Release();
        _last = new(batch, _fileStart + at, _places);
    }

    private async ValueTask OpenAsync(long row, CancellationToken abort)
    {
        await CloseAsync();
        try
        {
            Open(table.Rows, row);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Compacted and vacuumed since we last looked: the rows are in another file now.
            Open(await table.RefreshAsync(abort), row);
        }
    }

    private void Open(TableRows rows, long row)
    {
        var file = rows.Files[rows.FileAt(row)];
        (_path, _fileStart, _fileEnd) = (file.Path, file.Start, file.End);
        _file = table.Open(file.Path);
        _places = columns.PlacesIn(_file.Fields, file.Path);

        // Other streams go on with this reader: it must not end with the one that opened the file.
        _batches = _file.BatchesAsync(row - file.Start, columns.Names, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
    }

    private async ValueTask CloseAsync()
    {
        if (_batches is not null)
        {
            await _batches.DisposeAsync();
        }

        _last?.Release();
        _file?.Dispose();
        (_batches, _file, _last) = (null, null, null);
    }
}
