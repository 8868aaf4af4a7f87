using System.Runtime.CompilerServices;
using Streaming.Parquet.Following;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Reads files with a JSON object a line: plain, gzip or zstd. A split is a file, its positions are line numbers from 0.</summary>
/// <remarks>
/// Lines that are no JSON, no valid UTF-8, too long, or do not fit the columns become dead letters with the line itself; empty lines are passed over. Going on in the middle of a file
/// costs the reading (not the parsing) of the lines before, since compressed files cannot be sought.
/// </remarks>
[Operator("jsonl", Example = "{ path: \"crawl/*.jsonl.zst\", columns: { text: body } }")]
internal sealed class JsonlSource(JsonlSourceOptions options) : Source, IStopsAtEnd
{
    private IReadOnlyList<InputFile> _files = [];
    private LineTable? _table;
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
        _files = _followed?.ListNow() ?? await InputFiles.FindAsync(options.Path, context.BaseFolder, LineStreams.Suffixes, abort);
        var columns = options.Schema.Count > 0
            ? new RowSchema([.. options.Schema.Select(c => new Column(c.Key, TypeText.Parse(c.Value)))])
            : _files.Count == 0 ? throw new BadInputException("There is no file yet to learn the columns from: give schema, or put a first file there.")
            : await LineInference.LearnAsync(_files, options, abort);
        _table = new(columns, options, options.UnknownFields == UnknownFields.Ignore);
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

    private async IAsyncEnumerable<SourceBatch> ReadAsync(IAsyncEnumerable<InputFile> files, SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        if (_table is null || _context is null)
        {
            throw new InvalidOperationException("Describe the source before reading it.");
        }

        var splits = files.Select(f => new JsonlSplit(f, _table, options, _context).ReadAsync(from[new(_context.Name, f.Name)], CancellationToken.None));
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, _context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }
}
