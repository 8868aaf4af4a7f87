namespace Streaming.Parquet.Reading;

/// <summary>Reads Delta tables: the files of the newest version, in the order of the log, as <see cref="ParquetSource"/> reads Parquet files.</summary>
/// <remarks>The version is that of the start. Where a compaction has moved rows since the last run, the run stops rather than read them twice.</remarks>
[Operator("delta", Example = "{ path: out/shards }")]
internal sealed class DeltaSource(ParquetSourceOptions options) : ParquetSource(options)
{
    private readonly ParquetSourceOptions _options = options;

    /// <inheritdoc/>
    public override ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort) =>
        _options.Follow ? throw new BadInputException("follow: a Delta table is not followed; read it run by run.") : base.DescribeAsync(context, abort);

    /// <inheritdoc/>
    protected override async ValueTask<IReadOnlyList<InputFile>> FindAsync(SourceContext context, CancellationToken abort)
    {
        foreach (var path in _options.Path)
        {
            if (!await TableFiles.IsTableAsync(StorePlace.Full(path, context.BaseFolder), abort))
            {
                throw new BadInputException($"'{path}' is no Delta table: it has no _delta_log.");
            }
        }

        return await base.FindAsync(context, abort);
    }
}
