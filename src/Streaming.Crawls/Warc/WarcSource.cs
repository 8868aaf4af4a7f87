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
internal sealed class WarcSource(WarcSourceOptions options) : FileSource(options)
{
    private WarcSample? _maker;

    /// <inheritdoc/>
    protected override ValueTask<RowSchema> LearnAsync(CancellationToken abort) => ValueTask.FromResult(WarcSample.Schema);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from) => new WarcSplit(file, _maker ??= new(options, Context.Run), options, Context).ReadAsync(from);
}
