using System.Runtime.CompilerServices;
using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Streaming.Parquet.Columns;
using Streaming.Tables;

namespace Streaming.Parquet.Checkpoints;

/// <summary>Delta checkpoints of the V1 spec as Parquet files: snappy, statistics as JSON text. The file's <c>created_by</c> says that its rows keep the log's order.</summary>
public sealed class ParquetCheckpointFormat : ICheckpointFormat
{
    private const int RowsPerGroup = 32_768;

    // The Arrow writer keeps key-value metadata only beside its own schema, which would tell readers Arrow types where the protocol's are meant.
    private const string CreatedBy = "streaming-checkpoint-in-log-order version 1.0.0 (build 0)";

    /// <inheritdoc/>
    public ValueTask<byte[]> WriteAsync(IEnumerable<LogAction> actions, CancellationToken abort)
    {
        var columns = CheckpointSchema.Columns();
        var schema = new Schema([.. columns.Select(c => new Field(c.Name, c.Column.Type, nullable: true))], []);
        using var file = new MemoryStream();
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.MemoryPool(ArrowMemory.Pool).Compression(Compression.Snappy).CreatedBy(CreatedBy).EnablePageChecksum().Build();
        using (var writer = new FileWriter(file, schema, properties, leaveOpen: true))
        {
            foreach (var group in actions.Chunk(RowsPerGroup))
            {
                abort.ThrowIfCancellationRequested();
                Append(columns, group);
                using var batch = new RecordBatch(schema, columns.Select(c => c.Column.Build()), group.Length);
                writer.WriteRecordBatch(batch);
            }

            writer.Close();
        }

        return new(file.ToArray());
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsInLogOrderAsync(Stream file, CancellationToken abort)
    {
        abort.ThrowIfCancellationRequested();
        try
        {
            file.Position = 0;
            using var reader = new ParquetFileReader(file, leaveOpen: true);
            return new(reader.FileMetaData.CreatedBy == CreatedBy);
        }
        catch (ParquetException damaged)
        {
            throw Damaged(damaged);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogAction> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken abort)
    {
        using var reader = Open(file);
        using var batches = Guard(() => reader.GetRecordBatchReader(columns: CheckpointRows.Wanted(reader)));
        while (await NextAsync(batches, abort) is { } next)
        {
            using var batch = next;
            var rows = new CheckpointRows(batch);
            for (var row = 0; row < batch.Length; row++)
            {
                if (Guard(() => rows.Action(row)) is { } action)
                {
                    yield return action;
                }
            }
        }
    }

    private static void Append(IReadOnlyList<(string Name, Type Action, CheckpointColumn Column)> columns, LogAction[] actions)
    {
        foreach (var action in actions)
        {
            foreach (var (_, kind, column) in columns)
            {
                column.Append(action.GetType() == kind ? action : null);
            }
        }
    }

    private static FileReader Open(Stream file) => Guard(() =>
    {
        file.Position = 0;
        using var properties = ReaderProperties.WithMemoryPool(ArrowMemory.Pool);
        properties.EnablePageChecksumVerification();
        return new FileReader(file, properties, leaveOpen: true);
    });

    // Arrow's C stream gives errors of the file as plain Exceptions.
    private static async ValueTask<RecordBatch?> NextAsync(Apache.Arrow.Ipc.IArrowArrayStream batches, CancellationToken abort)
    {
        try
        {
            return await batches.ReadNextRecordBatchAsync(abort);
        }
        catch (Exception damaged) when (damaged is not OperationCanceledException)
        {
            throw Damaged(damaged);
        }
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is ParquetException or IOException or FormatException)
        {
            throw Damaged(damaged);
        }
    }

    private static BadInputException Damaged(Exception cause) => new($"The checkpoint cannot be read: {cause.Message}", cause);
}
