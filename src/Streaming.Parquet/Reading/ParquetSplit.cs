using System.Text;

namespace Streaming.Parquet.Reading;

/// <summary>Reads one file from a row on. Where it breaks, the run stops or the rest of the file becomes a dead letter.</summary>
internal sealed class ParquetSplit(InputFile input, ParquetTable table, BadFileAction onBadFile, SourceContext context)
{
    // The position of a split whose length is unknown because its file could not be opened: past every row, and exact as a double for readers of JSON.
    private const long End = 1L << 52;

    private readonly SplitId _split = new(context.Name, input.Name);

    public IEnumerable<CutBatch> Read(long from)
    {
        if (from >= End)
        {
            yield break;
        }

        var (file, fault) = Open();
        foreach (var cut in file is null ? Break(new(_split, from, context, (_, _) => input.Size), End, fault!) : Read(file, from))
        {
            yield return cut;
        }
    }

    /// <summary>Whether a fault speaks of the file: anything that decoding throws, but not the end of memory.</summary>
    public static bool IsBadFile(Exception e) => e is not (OperationCanceledException or OutOfMemoryException or SourceFaultException or BadInputException);

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

    private IEnumerable<CutBatch> Read(ParquetFile file, long from)
    {
        using (file)
        {
            var cutter = new BatchCutter(_split, from, context, (a, b) => (long)((double)input.Size / file.Rows * (Math.Min(b, file.Rows) - a)));
            using var rows = Rows(file, from).GetEnumerator();
            while (true)
            {
                DecodedRows? decoded = null;
                Exception? fault = null;
                try
                {
                    decoded = rows.MoveNext() ? rows.Current : null;
                }
                catch (Exception e) when (IsBadFile(e))
                {
                    fault = e;
                }

                if (decoded is null)
                {
                    foreach (var rest in fault is null ? RestOf(cutter) : Break(cutter, file.Rows > cutter.Next ? file.Rows : End, fault))
                    {
                        yield return rest;
                    }

                    yield break;
                }

                foreach (var cut in Cut(decoded, cutter))
                {
                    yield return cut;
                }
            }
        }
    }

    private IEnumerable<DecodedRows> Rows(ParquetFile file, long from)
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
        foreach (var rows in file.Read(from, names))
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
                cells[c] = rows.Columns[c][r];
            }

            var position = rows.Row + r;
            if (cutter.Add(table.Layout.Make(cells, _split, position, context.Run), position) is { } full)
            {
                yield return full;
            }
        }
    }

    private static IEnumerable<CutBatch> RestOf(BatchCutter cutter) => cutter.Rest(isLast: true) is { } rest ? [rest] : [];

    private CutBatch[] Break(BatchCutter cutter, long next, Exception fault)
    {
        var position = cutter.Next;
        var message = $"{input.FullPath}: {fault.Message}";
        if (onBadFile == BadFileAction.Stop)
        {
            throw new SourceFaultException(_split, position, message, fault);
        }

        var letter = new DeadLetter(Encoding.UTF8.GetBytes(input.FullPath), message, context.Name, fault.ToString(), new(_split, position, [], context.Run));
        var full = cutter.Add(letter, position, next);
        return [.. new[] { full, cutter.Rest(isLast: true) }.OfType<CutBatch>()];
    }
}
