using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Warc;

/// <summary>Reads WARC files of crawls: plain, gzip or zstd, best a member a record. A split is a file. A sample is a page, its id the record's.</summary>
/// <remarks>
/// Positions are byte offsets of records (of their members in compressed files), so going on in the middle of a file is a seek; only in files that are one member, the content before it is decompressed
/// again. HTTP's chunks and content codings (gzip, deflate, br, zstd) are taken off, text is decoded by byte order mark, validity, HTTP's charset and the page's own. Whatever is malformed becomes a dead letter, and reading
/// goes on at the next record.
/// Columns: <c>url</c>, <c>time</c>, <c>media_type</c>, <c>status</c>, <c>record_type</c>, <c>payload_digest</c>, <c>refers_to</c> (of revisits), <c>http_headers</c>, <c>payload</c>.
/// </remarks>
[Operator("warc", Example = "{ path: \"crawl/*.warc.gz\" }")]
internal sealed class WarcSource(WarcSourceOptions options) : Source
{
    private IReadOnlyList<InputFile> _files = [];
    private SourceContext? _context;

    /// <summary>The suffixes of files that are taken from folders.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst"];

    /// <inheritdoc/>
    public override bool IsBounded => true;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _context is null ? null : new(null, _files.Sum(f => f.Size));

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _files = await InputFiles.FindAsync(options.Path, context.BaseFolder, Suffixes, abort);
        return WarcSample.Schema;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var context = _context ?? throw new InvalidOperationException("Describe the source before reading it.");
        var maker = new WarcSample(options, context.Run);
        var splits = _files.Select(f => new WarcSplit(f, maker, options, context).ReadAsync(from[new(context.Name, f.Name)], CancellationToken.None));
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }
}
