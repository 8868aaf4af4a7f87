using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Reads files with a JSON object a line, or (.json) an array of objects: plain, gzip or zstd. A split is a file, its positions are numbers of lines, or elements, from 0.</summary>
/// <remarks>
/// Lines that are no JSON, no valid UTF-8, too long, or do not fit the columns become dead letters with the line itself; empty lines are passed over. Going on in the middle of a file
/// costs the reading (not the parsing) of the lines before, since compressed files cannot be sought.
/// </remarks>
[Operator("jsonl", Example = "{ path: \"crawl/*.jsonl.zst\", columns: { text: body } }")]
internal sealed class JsonlSource(JsonlSourceOptions options) : FileSource(options)
{
    private LineTable? _table;

    /// <inheritdoc/>
    protected override async ValueTask<RowSchema> LearnAsync(CancellationToken abort)
    {
        var columns = options.Schema.Count > 0
            ? new RowSchema([.. options.Schema.Select(c => new Column(c.Key, TypeText.Parse(c.Value)))])
            : Files.Count == 0 ? throw new BadInputException("There is no file yet to learn the columns from: give schema, or put a first file there.")
            : await LineInference.LearnAsync(Files, options, abort);
        _table = new(columns, options, options.UnknownFields == UnknownFields.Ignore);
        return _table.Layout.Schema;
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from) => new JsonlSplit(file, _table!, options, Context).ReadAsync(from);
}
