using System.Runtime.CompilerServices;
using Streaming.Parquet.Following;

namespace Streaming.Parquet.Reading;

/// <summary>Reads Parquet files: one, a folder, a glob, a Delta table, or a list of these. A split is a file, its positions are row numbers.</summary>
/// <remarks>
/// The first file's columns are the source's. Later files may lack some (their values are null) but may not add or retype any. Sample ids come from the column <c>id</c> (or the one mapped to
/// it), else they are made of file and row. The rows of <c>__dj__stats__</c> become stats, so that filters do not compute them again; an earlier table's <c>lineage</c> is replaced.
/// </remarks>
[Operator("parquet", Example = "{ path: \"books/**/*.parquet\", columns: { text: content } }")]
internal class ParquetSource(ParquetSourceOptions options) : Source, IStopsAtEnd
{
    private IReadOnlyList<InputFile> _files = [];
    private ParquetTable? _table;
    private SourceContext? _context;
    private FollowedFiles? _followed;

    /// <inheritdoc/>
    public override bool IsBounded => !options.Follow;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _table is null || options.Follow ? null : new(null, _files.Sum(f => f.Size));

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _followed = options.Follow ? options.Followed(context.BaseFolder, context.Time) : null;
        _files = _followed?.ListNow() ?? await FindAsync(context, abort);
        _table = FirstTable(abort);
        return _table.Layout.Schema;
    }

    /// <inheritdoc/>
    public void StopAtEnd() => _followed?.StopAtEnd();

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, CancellationToken abort) =>
        ReadAsync(_followed?.ReadAllAsync(abort) ?? _files.ToAsyncEnumerable(), from, abort);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort) =>
        ReadAsync((_followed?.Recorded(runs) ?? _files).ToAsyncEnumerable(), from, abort);

    /// <summary>The files to read, in order.</summary>
    protected virtual ValueTask<IReadOnlyList<InputFile>> FindAsync(SourceContext context, CancellationToken abort) =>
        InputFiles.FindAsync(options.Path, context.BaseFolder, [".parquet"], abort);

    private async IAsyncEnumerable<SourceBatch> ReadAsync(IAsyncEnumerable<InputFile> files, SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        if (_table is null || _context is null)
        {
            throw new InvalidOperationException("Describe the source before reading it.");
        }

        if (_followed is null)
        {
            TableFiles.RefuseCompacted(_files, from, _context.Name);
        }

        var splits = files.Select(f => new ParquetSplit(f, _table, options.OnBadFile, _context).Read(from[new(_context.Name, f.Name)]).ToAsyncEnumerable());
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, _context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }

    // With on_bad_file: skip the first good file says what the columns are; the bad ones before it become dead letters when they are read.
    private ParquetTable FirstTable(CancellationToken abort)
    {
        if (_files.Count == 0)
        {
            throw new BadInputException("There is no Parquet file yet to learn the columns from: put a first one there.");
        }

        Exception? first = null;
        foreach (var input in _files)
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

        throw new BadInputException($"None of the {_files.Count} files can be read. {first?.Message}", first!);
    }
}
