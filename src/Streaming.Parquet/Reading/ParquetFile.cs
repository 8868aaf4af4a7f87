using System.Runtime.CompilerServices;
using ParquetSharp;
using ParquetSharp.Arrow;
using Streaming.Parquet.Columns;

namespace Streaming.Parquet.Reading;

/// <summary>An open Parquet file: its columns, and its rows a record batch at a time.</summary>
/// <remarks>
/// Only ParquetSharp's Arrow API gives a row group piece by piece: with small batches, buffered streams and no pre-buffering, a row group of 300 MB was read within 6 MB.
/// Parquet.Net, which the design names, hands out whole column chunks.
/// </remarks>
internal sealed class ParquetFile : IDisposable
{
    // What a record batch should come to when decoded; its number of rows follows from the file's own average, so that files of large rows give short batches.
    private const long RecordBatchBytes = 1 << 20;
    private const int MaxRecordBatchRows = 4096;

    // One large value of a dictionary may be that of every row: what a stranger's message unfolds to is bounded by short batches.
    private const int MaxMemoryBatchRows = 64;
    private const long StreamBuffer = 256 << 10;

    private readonly FileReader _reader;
    private readonly long[] _groupRows;
    private readonly RemoteFile? _remote;

    private ParquetFile(FileReader reader, Arrow.Schema schema, long[] groupRows, RemoteFile? remote)
    {
        _remote = remote;
        _reader = reader;
        _groupRows = groupRows;
        Fields = schema.FieldsList;
        Rows = groupRows.Sum();
    }

    /// <summary>The columns as the file has them.</summary>
    public IReadOnlyList<Arrow.Field> Fields { get; }

    /// <summary>The number of rows.</summary>
    public long Rows { get; }

    /// <summary>Opens a file, by its path or address, that <see cref="ParquetProbe"/> found sound.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="Tables.StoreUnavailableException">The store did not answer.</exception>
    public static ParquetFile Open(string path)
    {
        if (StorePlace.IsAddress(path))
        {
            return Open(new RemoteFile(ObjectStores.OpenFile(path)));
        }

        ParquetProbe.Check(path);
        using var reader = new ParquetFileReader(path);
        var (rows, bytes) = Measure(reader);
        return Open(rows, bytes, MaxRecordBatchRows, (properties, arrow) => new(path, properties, arrow));
    }

    private static ParquetFile Open(RemoteFile file)
    {
        try
        {
            ParquetProbe.Check(file);
            using var reader = new ParquetFileReader(file, leaveOpen: true);
            var (rows, bytes) = Measure(reader);
            return Open(rows, bytes, MaxRecordBatchRows, (properties, arrow) => new(file, properties, arrow, leaveOpen: true), file);
        }
        catch
        {
            file.Dispose();
            file.ThrowFault();
            throw;
        }
    }

    /// <summary>Opens a file that lies in memory, if its footer says that it holds no more than so many bytes.</summary>
    public static ParquetFile Open(MemoryStream file, long maxBytes)
    {
        ParquetProbe.Check(file.GetBuffer().AsSpan(0, (int)file.Length));
        using var reader = new ParquetFileReader(file, leaveOpen: true);
        var (rows, bytes) = Measure(reader);
        return bytes <= maxBytes
            ? Open(rows, bytes, MaxMemoryBatchRows, (properties, arrow) => new(file, properties, arrow, leaveOpen: true))
            : throw new InvalidDataException($"It holds {bytes} bytes, more than the {maxBytes} that it may.");
    }

    private static ParquetFile Open(long[] rows, double bytes, int maxBatchRows, Func<ReaderProperties, ArrowReaderProperties, FileReader> open, RemoteFile? remote = null)
    {
        using var properties = ReaderProperties.WithMemoryPool(ArrowMemory.Pool);
        properties.EnableBufferedStream();
        properties.BufferSize = StreamBuffer;

        // Half of all flipped bits in zstd pages decode to other bytes without a complaint; files that carry checksums (ours do) are held to them.
        properties.EnablePageChecksumVerification();
        using var arrow = ArrowReaderProperties.GetDefault();
        arrow.PreBuffer = false;
        arrow.UseThreads = false;
        var rowBytes = Math.Max(1, bytes) / Math.Max(1.0, rows.Sum(r => (double)r));
        arrow.BatchSize = (long)Math.Clamp(RecordBatchBytes / rowBytes, 1, maxBatchRows);

        // Nanoseconds, the default, overflow for years after 2262.
        arrow.CoerceInt96TimestampUnit = ArrowTypes.TimeUnit.Microsecond;
        var reader = open(properties, arrow);
        try
        {
            return new(reader, reader.Schema, rows, remote);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The values of the named columns, a record batch at a time, from row <paramref name="from"/> on. Row groups before it are not touched.</summary>
    public async IAsyncEnumerable<DecodedRows> ReadAsync(long from, IReadOnlyList<string> columns, [EnumeratorCancellation] CancellationToken abort)
    {
        await foreach (var (row, batch) in BatchesAsync(from, columns, abort))
        {
            DecodedRows rows;
            using (batch)
            {
                rows = Decode(batch, columns, row, (int)Math.Min(Math.Max(0, from - row), batch.Length));
            }

            // The batch's memory is given back before: who takes the rows may keep us waiting for long.
            if (rows.Count > 0)
            {
                yield return rows;
            }
        }
    }

    /// <summary>The named columns' record batches and the number of each one's first row, beginning with the one that holds row <paramref name="from"/>. Who takes a batch disposes it.</summary>
    public async IAsyncEnumerable<(long Row, Arrow.RecordBatch Batch)> BatchesAsync(long from, IReadOnlyList<string> columns, [EnumeratorCancellation] CancellationToken abort)
    {
        var leaves = LeavesOf(columns);
        var first = 0L;
        for (var group = 0; group < _groupRows.Length; group++)
        {
            var end = first + _groupRows[group];
            if (end > from)
            {
                await foreach (var batch in GroupAsync(group, first, from, leaves, abort))
                {
                    yield return batch;
                }
            }

            first = end;
        }
    }

    // A reader over several groups would put their rows into one batch: then a corrupt group takes good rows of its neighbour with it.
    private async IAsyncEnumerable<(long Row, Arrow.RecordBatch Batch)> GroupAsync(int group, long first, long from, int[] leaves, [EnumeratorCancellation] CancellationToken abort)
    {
        var row = first;
        using var batches = _reader.GetRecordBatchReader([group], leaves);
        while (await NextAsync(batches, abort) is { } batch)
        {
            var start = row;
            row += batch.Length;
            if (row > from)
            {
                yield return (start, batch);
            }
            else
            {
                batch.Dispose();
            }
        }

        if (row - first != _groupRows[group])
        {
            throw new InvalidDataException($"The file is corrupt: its footer promises {_groupRows[group]} rows in row group {group}, which holds {row - first}.");
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _remote?.Dispose();
    }

    private async ValueTask<Arrow.RecordBatch?> NextAsync(Arrow.Ipc.IArrowArrayStream batches, CancellationToken abort)
    {
        try
        {
            return await batches.ReadNextRecordBatchAsync(abort);
        }
        catch
        {
            _remote?.ThrowFault();
            throw;
        }
    }

    private static DecodedRows Decode(Arrow.RecordBatch batch, IReadOnlyList<string> columns, long row, int skipped)
    {
        var values = new object?[columns.Count][];
        for (var c = 0; c < values.Length; c++)
        {
            var array = batch.Column(columns[c], StringComparer.Ordinal);
            values[c] = ArrowDecoder.Decode(array, skipped, batch.Length - skipped);
        }

        return new(row + skipped, batch.Length - skipped, values);
    }

    private static (long[] Rows, double Bytes) Measure(ParquetFileReader reader)
    {
        using var meta = reader.FileMetaData;
        var rows = new long[meta.NumRowGroups];
        var bytes = 0.0;
        for (var g = 0; g < rows.Length; g++)
        {
            using var group = reader.RowGroup(g);
            rows[g] = group.MetaData.NumRows;
            bytes += group.MetaData.TotalByteSize;
            if (rows[g] < 0 || group.MetaData.TotalByteSize < 0)
            {
                throw new InvalidDataException("The file is corrupt: a row group claims a negative size.");
            }
        }

        return (rows, bytes);
    }

    private int[] LeavesOf(IReadOnlyList<string> columns)
    {
        using var meta = _reader.ParquetReader.FileMetaData;
        var wanted = columns.ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, meta.Schema.NumColumns).Where(i => wanted.Contains(meta.Schema.Column(i).Path.ToDotVector()[0]))];
    }
}

/// <summary>Decoded rows.</summary>
/// <param name="Row">The number of the first row in the file.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Columns">Values by column and row.</param>
internal sealed record DecodedRows(long Row, int Count, object?[][] Columns);
