using System.Runtime.CompilerServices;
using Streaming.Parquet.Following;

namespace Streaming.Parquet.Reading;

/// <summary>A source whose splits are files, read in order, or as they come.</summary>
internal abstract class FileSource(IFileSourceOptions options) : Source, IStopsAtEnd
{
    private SourceContext? _context;
    private FollowedFiles? _followed;

    /// <inheritdoc/>
    public override bool IsBounded => !options.Follow;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _context is null || options.Follow ? null : new(null, Files.Sum(f => f.Size));

    /// <summary>The files that are there when the source is described.</summary>
    protected IReadOnlyList<InputFile> Files { get; private set; } = [];

    /// <summary>What the run gave.</summary>
    protected SourceContext Context => _context ?? throw new InvalidOperationException("Describe the source before reading it.");

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _followed = options.Follow ? options.Followed(context.BaseFolder, context.Time) : null;
        Files = _followed?.ListNow() ?? await FindAsync(context, abort);
        return await LearnAsync(abort);
    }

    /// <inheritdoc/>
    public void StopAtEnd() => _followed?.StopAtEnd();

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, CancellationToken abort) =>
        ReadAsync(_followed?.ReadAllAsync(abort) ?? Files.ToAsyncEnumerable(), from, abort);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort) =>
        ReadAsync((_followed?.Recorded(runs) ?? Files).ToAsyncEnumerable(), from, abort);

    /// <summary>The files to read, in order.</summary>
    protected virtual ValueTask<IReadOnlyList<InputFile>> FindAsync(SourceContext context, CancellationToken abort) =>
        InputFiles.FindAsync(options.Path, context.BaseFolder, options.Suffixes, abort);

    /// <summary>The columns.</summary>
    protected abstract ValueTask<RowSchema> LearnAsync(CancellationToken abort);

    /// <summary>The batches of a file from a position on.</summary>
    protected abstract IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from);

    private async IAsyncEnumerable<SourceBatch> ReadAsync(IAsyncEnumerable<InputFile> files, SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        TableFiles.RefuseCompacted(Files, from, Context.Name);
        var splits = files.Select(f => ReadAsync(f, from[new(Context.Name, f.Name)]));
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, Context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }
}
