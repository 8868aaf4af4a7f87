using ParquetSharp.Arrow;
using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>Writes one Parquet shard: samples go column by column into Arrow buffers, which are written as a row group when they are full.</summary>
internal sealed class ParquetShardWriter : IShardWriter
{
    private const int MaxRowGroupRows = 65_536;

    // Beyond it, a group that ends with a sample of its own size would come near Arrow's 2 GiB a column.
    private const long MaxRowGroupBytes = 512 << 20;

    private readonly SampleColumn[] _columns;
    private readonly ShardStream _stream;
    private readonly long _rowGroupBytes;
    private readonly int _compressionLevel;

    private FileWriter? _writer;
    private Arrow.Schema? _schema;
    private long _groupBytes;
    private int _groupRows;
    private long _rows;
    private bool _isClosed;

    public ParquetShardWriter(Stream file, RowSchema schema, long rowGroupBytes, int compressionLevel)
    {
        _columns = SampleColumn.Of(schema);
        if (_columns.Length == 0)
        {
            throw new BadInputException("The samples have no column that Parquet can store.");
        }

        _stream = new(file);
        _rowGroupBytes = Math.Clamp(rowGroupBytes, 1, MaxRowGroupBytes);
        _compressionLevel = compressionLevel;
    }

    public long WrittenBytes => _stream.Written;

    public long BufferedBytes => _columns.Sum(c => c.Builder.Bytes);

    public ValueTask WriteAsync(IReadOnlyList<Sample> samples)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        for (var i = 0; i < samples.Count; i++)
        {
            var bytes = samples[i].EstimateBytes();
            if (bytes >= _rowGroupBytes)
            {
                Flush();
            }

            Append(samples[i]);
            _groupBytes += bytes;
            if (_groupBytes >= _rowGroupBytes || _groupRows == MaxRowGroupRows)
            {
                Flush();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ShardSummary> CloseAsync()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        Flush();
        Native(() => Writer().Close());
        _isClosed = true;
        var statistics = new Dictionary<string, ColumnStatistics>();
        foreach (var column in _columns)
        {
            column.Builder.Summarise(column.Column.Name, statistics);
        }

        return ValueTask.FromResult(new ShardSummary(_rows, statistics));
    }

    public ValueTask DisposeAsync()
    {
        _stream.IsGivenUp = true;
        _isClosed = true;
        _writer?.Dispose();
        _writer = null;
        foreach (var column in _columns)
        {
            column.Builder.Dispose();
        }

        _stream.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Append(Sample sample)
    {
        foreach (var column in _columns)
        {
            try
            {
                column.Take(sample);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"Sample {sample.Id}, column '{column.Column.Name}': {e.Message}", e);
            }
        }

        _groupRows++;
    }

    private void Flush()
    {
        if (_groupRows == 0)
        {
            return;
        }

        var writer = Writer();
        using var batch = new Arrow.RecordBatch(_schema!, _columns.Select(c => Arrow.ArrowArrayFactory.BuildArray(c.Builder.Build())), _groupRows);
        Native(() => writer.WriteRecordBatch(batch, _groupRows));
        foreach (var column in _columns)
        {
            column.Builder.Clear();
        }

        _rows += _groupRows;
        (_groupRows, _groupBytes) = (0, 0);
    }

    // Made late: the first row group's values decide which columns get a dictionary.
    private FileWriter Writer()
    {
        if (_writer is null)
        {
            var leaves = new List<LeafTraits>();
            foreach (var column in _columns)
            {
                column.Builder.Describe(column.Column.Name, leaves);
            }

            _schema = Parquet.Columns.ArrowColumns.ToSchema(new([.. _columns.Select(c => c.Column)]));
            using var properties = ShardProperties.Of(leaves, _compressionLevel);
            _writer = new(_stream, _schema, properties, leaveOpen: true);
        }

        return _writer;
    }

    private void Native(Action call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            _stream.ThrowFault();
            throw;
        }
    }
}
