using System.Runtime.CompilerServices;

namespace Streaming.Parquet.Reading;

/// <summary>Reads one file from a row on. Where it breaks, the run stops or the rest of the file becomes a dead letter.</summary>
internal sealed class ParquetSplit(InputFile input, ParquetTable table, BadFileAction onBadFile, SourceContext context)
{
    private readonly SplitEnding _ending = new(input, onBadFile, context);

    /// <summary>Its batches.</summary>
    public async IAsyncEnumerable<CutBatch> ReadAsync(long from, [EnumeratorCancellation] CancellationToken abort = default)
    {
        if (from >= SplitPositions.Past)
        {
            yield break;
        }

        var (file, fault) = Open();
        if (file is null)
        {
            foreach (var rest in _ending.Of(new(_ending.Split, from, context, (_, _) => input.Size), fault))
            {
                yield return rest;
            }

            yield break;
        }

        using (file)
        {
            await foreach (var cut in ReadAsync(file, from, abort))
            {
                yield return cut;
            }
        }
    }

    /// <summary>Whether a fault speaks of the file: anything that decoding throws, but not the end of memory, nor a store that does not answer.</summary>
    public static bool IsBadFile(Exception e) => e is not (OperationCanceledException or OutOfMemoryException or SourceFaultException or BadInputException or Tables.StoreUnavailableException);

    private static async ValueTask<(DecodedRows? Rows, Exception? Fault)> NextAsync(IAsyncEnumerator<DecodedRows> rows)
    {
        try
        {
            return (await rows.MoveNextAsync() ? rows.Current : null, null);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            return (null, e);
        }
    }

    private (ParquetFile? File, Exception? Fault) Open()
    {
        try
        {
            return (ParquetFile.Open(input.FullPath), null);
        }
        catch (Exception e) when (IsBadFile(e))
        {
            return (null, e);
        }
    }

    private async IAsyncEnumerable<CutBatch> ReadAsync(ParquetFile file, long from, [EnumeratorCancellation] CancellationToken abort)
    {
        var cutter = new BatchCutter(_ending.Split, from, context, (a, b) => (long)((double)input.Size / file.Rows * (Math.Min(b, file.Rows) - a)));
        await using var rows = RowsAsync(file, from, abort).GetAsyncEnumerator(abort);
        Exception? fault;
        while (true)
        {
            (var decoded, fault) = await NextAsync(rows);
            if (decoded is null)
            {
                break;
            }

            foreach (var cut in Cut(decoded, cutter))
            {
                yield return cut;
            }
        }

        foreach (var rest in _ending.Of(cutter, fault, file.Rows > cutter.Next ? file.Rows : SplitPositions.Past))
        {
            yield return rest;
        }
    }

    private async IAsyncEnumerable<DecodedRows> RowsAsync(ParquetFile file, long from, [EnumeratorCancellation] CancellationToken abort)
    {
        if (from > file.Rows)
        {
            throw new InvalidDataException($"The file was replaced: it has {file.Rows} rows, but {from} were read of it before.");
        }

        if (from == file.Rows)
        {
            yield break;
        }

        var (places, names) = table.Match(file);
        await foreach (var rows in file.ReadAsync(from, names, abort))
        {
            yield return rows with { Columns = [.. places.Select(p => p < 0 ? new object?[rows.Count] : rows.Columns[p])] };
        }
    }

    private IEnumerable<CutBatch> Cut(DecodedRows rows, BatchCutter cutter)
    {
        var cells = new object?[rows.Columns.Length];
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < cells.Length; c++)
            {
                // What is in a sample is the sample's: here it would outlive it, while the next rows wait for room.
                (cells[c], rows.Columns[c][r]) = (rows.Columns[c][r], null);
            }

            var position = rows.Row + r;
            var full = table.Layout.Take(cells, _ending.Split, position, context.Run, cutter);
            Array.Clear(cells);
            if (full is not null)
            {
                yield return full;
            }
        }
    }
}
