using ParquetSharp;
using ParquetSharp.Arrow;
using Streaming.Parquet.Columns;
using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>Joins Parquet shards record batch by record batch: the values pass as Arrow buffers, no sample is made. The same parts give the same bytes.</summary>
internal sealed class ParquetShardMerge(ShardLimits limits, int compressionLevel)
{
    private const int BatchRows = 1024;

    private FileWriter? _writer;
    private RowSchema? _columns;
    private long _groupBytes;

    /// <summary>Writes the leading parts that have the columns of the first.</summary>
    public async ValueTask<MergedParts> RunAsync(IReadOnlyList<Func<CancellationToken, ValueTask<Stream>>> parts, Stream into, CancellationToken abort)
    {
        using var stream = new ShardStream(into);
        var (taken, rows) = (0, 0L);
        try
        {
            while (taken < parts.Count && await AppendAsync(parts[taken], stream, abort) is { } more)
            {
                (taken, rows) = (taken + 1, rows + more);
            }

            _writer?.Close();
        }
        catch (Exception)
        {
            stream.IsGivenUp = true;
            stream.ThrowFault();
            throw;
        }
        finally
        {
            _writer?.Dispose();
        }

        return new(taken, rows);
    }

    // How many rows it has, or null where its columns are others.
    private async ValueTask<long?> AppendAsync(Func<CancellationToken, ValueTask<Stream>> part, ShardStream stream, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        await using var file = await part(abort);
        using var reader = Open(file);
        var own = ArrowColumns.FromSchema(reader.Schema);
        _columns ??= own;
        if (!own.Equals(_columns))
        {
            return null;
        }

        var writer = _writer ??= Create(stream, _columns, reader);
        if (_groupBytes > 0 && _groupBytes + file.Length > limits.RowGroupBytes)
        {
            writer.NewBufferedRowGroup();
            _groupBytes = 0;
        }

        _groupBytes += SizeOf(reader);
        return await CopyAsync(reader, writer, ArrowColumns.ToSchema(_columns), abort);
    }

    private static async ValueTask<long> CopyAsync(FileReader reader, FileWriter writer, Arrow.Schema schema, CancellationToken abort)
    {
        var rows = 0L;
        using var batches = reader.GetRecordBatchReader();
        while (await batches.ReadNextRecordBatchAsync(abort) is { } batch)
        {
            using (batch)
            using (var own = new Arrow.RecordBatch(schema, batch.Arrays, batch.Length))
            {
                writer.WriteBufferedRecordBatch(own);
                rows += batch.Length;
            }
        }

        return rows;
    }

    private static FileReader Open(Stream file)
    {
        using var properties = ReaderProperties.WithMemoryPool(ArrowMemory.Pool);
        properties.EnablePageChecksumVerification();
        using var arrow = ArrowReaderProperties.GetDefault();
        arrow.UseThreads = false;
        arrow.BatchSize = BatchRows;
        arrow.CoerceInt96TimestampUnit = ArrowTypes.TimeUnit.Microsecond;
        return new(file, properties, arrow, leaveOpen: true);
    }

    private FileWriter Create(ShardStream stream, RowSchema columns, FileReader first)
    {
        using var properties = ShardProperties.Of(TraitsOf(first), compressionLevel);
        return new(stream, ArrowColumns.ToSchema(columns), properties, leaveOpen: true);
    }

    // How the first part's writer judged its columns by their values holds for the neighbours that have the same ones.
    private static List<LeafTraits> TraitsOf(FileReader reader)
    {
        using var meta = reader.ParquetReader.FileMetaData;
        var traits = new List<LeafTraits>();
        if (meta.NumRowGroups == 0)
        {
            return traits;
        }

        using var group = reader.ParquetReader.RowGroup(0);
        for (var i = 0; i < meta.Schema.NumColumns; i++)
        {
            using var chunk = group.MetaData.GetColumnChunkMetaData(i);
            var encodings = chunk.Encodings;
            traits.Add(new(
                meta.Schema.Column(i).Path.ToDotString(),
                encodings.Any(e => e is Encoding.PlainDictionary or Encoding.RleDictionary),
                encodings.Contains(Encoding.DeltaBinaryPacked)));
        }

        return traits;
    }

    private static long SizeOf(FileReader reader)
    {
        using var meta = reader.ParquetReader.FileMetaData;
        var bytes = 0L;
        for (var g = 0; g < meta.NumRowGroups; g++)
        {
            using var group = reader.ParquetReader.RowGroup(g);
            bytes += group.MetaData.TotalByteSize;
        }

        return bytes;
    }
}
