using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>Reads comma- or tab-separated files whose first row names the columns: plain, gzip or zstd. A split is a file, its positions are row numbers from 0, the first row not counted.</summary>
/// <remarks>
/// <para>Fields may stand in quotation marks and then hold delimiters, line breaks and doubled marks; blank lines are passed over; rows that end early are filled up with nulls. Types are learnt as pandas does:
/// whole numbers with gaps become floating-point. Rows with too many fields, or a field that does not fit its column's type, become dead letters with the row itself;
/// so do rows that are no UTF-8 (a byte order mark may say UTF-16).</para>
/// <para>The first file's columns are the source's; later ones may lack some but not add any. Going on in the middle of a file costs the reading of the rows before.</para>
/// </remarks>
[Operator("csv", Example = "{ path: \"tables/*.csv.gz\", columns: { text: body } }")]
internal sealed class CsvSource(CsvSourceOptions options) : FileSource(options)
{
    private CsvTable? _table;

    /// <inheritdoc/>
    protected override async ValueTask<RowSchema> LearnAsync(CancellationToken abort)
    {
        _table = await CsvTable.LearnAsync(Files, options, abort);
        return _table.Layout.Schema;
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from) => new CsvSplit(file, _table!, options, Context).ReadAsync(from);
}
