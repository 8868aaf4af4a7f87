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
    public override bool CanShard => true;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _context is null || options.Follow ? null : new(null, Files.Where(IsOwn).Sum(f => f.Size));

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
        ReadAsync((_followed?.ReadAllAsync(abort) ?? Files.ToAsyncEnumerable()).Where(IsOwn), from, abort);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SourceBatch> ReadRecordedAsync(SplitPositions from, IReadOnlyList<RecordedRun> runs, CancellationToken abort) =>
        ReadAsync((_followed?.Recorded(runs) ?? InOneHand(runs, Files)).ToAsyncEnumerable(), from, abort);

    /// <summary>The files to read, in order.</summary>
    protected virtual ValueTask<IReadOnlyList<InputFile>> FindAsync(SourceContext context, CancellationToken abort) =>
        InputFiles.FindAsync(options.Path, context.BaseFolder, options.Suffixes, abort);

    /// <summary>The columns.</summary>
    protected abstract ValueTask<RowSchema> LearnAsync(CancellationToken abort);

    /// <summary>The batches of a file from a position on.</summary>
    protected abstract IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from);

    private bool IsOwn(InputFile file) => Context.Shard?.Owns(file.Name) ?? true;

    // Files are read one after the other: epochs of several shards, each in the midst of a file, are not.
    private static IReadOnlyList<InputFile> InOneHand(IReadOnlyList<RecordedRun> runs, IReadOnlyList<InputFile> files)
    {
        var ended = new HashSet<SplitId>();
        for (var i = 1; i < runs.Count; i++)
        {
            if (runs[i].Split == runs[i - 1].Split)
            {
                continue;
            }

            ended.Add(runs[i - 1].Split);
            if (ended.Contains(runs[i].Split))
            {
                throw new BadInputException($"These epochs were made by several shards at once (--shard): file '{runs[i].Split.Name}' goes on after others. Replay the epochs of one shard at a time (--epochs A..B).");
            }
        }

        return files;
    }

    private async IAsyncEnumerable<SourceBatch> ReadAsync(IAsyncEnumerable<InputFile> files, SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        TableFiles.RefuseCompacted(Files, from, Context.Name);
        if (Context.Shard is not null && Files.FirstOrDefault(f => f.IsRewritten) is { } rewritten)
        {
            throw new BadInputException($"The table was compacted: '{rewritten.FullPath}' may hold rows that another part has read. Read a table that is compacted in one piece, without --shard.");
        }

        var splits = files.Select(f => ReadAsync(f, from[new(Context.Name, f.Name)]));
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, Context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }
}
