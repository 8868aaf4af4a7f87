namespace Streaming.Parquet.Reading;

/// <summary>Reads Parquet files: one, a folder, a glob, a Delta table, or a list of these. A split is a file, its positions are row numbers.</summary>
/// <remarks>
/// The first file's columns are the source's. Later files may lack some (their values are null) but may not add or retype any. Sample ids come from the column <c>id</c> (or the one mapped to
/// it), else they are made of file and row. The rows of <c>__dj__stats__</c> become stats, so that filters do not compute them again; an earlier table's <c>lineage</c> is replaced.
/// </remarks>
[Operator("parquet", Example = "{ path: \"books/**/*.parquet\", columns: { text: content } }")]
internal class ParquetSource(ParquetSourceOptions options) : FileSource(options)
{
    private ParquetTable? _table;

    /// <inheritdoc/>
    protected override ValueTask<RowSchema> LearnAsync(CancellationToken abort)
    {
        _table = FirstTable(abort);
        return ValueTask.FromResult(_table.Layout.Schema);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from) => new ParquetSplit(file, _table!, options.OnBadFile, Context).ReadAsync(from);

    // With on_bad_file: skip the first good file says what the columns are; the bad ones before it become dead letters when they are read.
    private ParquetTable FirstTable(CancellationToken abort)
    {
        if (Files.Count == 0)
        {
            throw new BadInputException("There is no Parquet file yet to learn the columns from: put a first one there.");
        }

        Exception? first = null;
        foreach (var input in Files)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                using var file = ParquetFile.Open(input.FullPath);
                return ParquetTable.Of(file, options);
            }
            catch (Exception e) when (ParquetSplit.IsBadFile(e))
            {
                first ??= new BadInputException($"{input.FullPath}: {e.Message}", e);
                if (options.OnBadFile == BadFileAction.Stop)
                {
                    throw first;
                }
            }
        }

        throw new BadInputException($"None of the {Files.Count} files can be read. {first?.Message}", first!);
    }
}
