using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>Reads tar files of samples (WebDataset shards): neighbouring files of one key, the name up to its first dot, are one sample. A split is a tar file, its positions are sample numbers.</summary>
/// <remarks>
/// <c>.txt</c> becomes the text; pictures, sounds and films become media; <c>.json</c> and <c>.cls</c> the columns of these names; every other file an entry of the column <c>files</c>. The key is in the column <c>key</c>, the sample's id is
/// the tar file's name and the key. Going on in the middle of a plain tar file seeks from header to header; a compressed one is decompressed again. Nothing is ever unpacked to disk.
/// </remarks>
[Operator("tar", Example = "{ path: \"shards/*.tar\" }")]
internal sealed class TarSource(TarSourceOptions options) : FileSource(options)
{
    /// <inheritdoc/>
    protected override ValueTask<RowSchema> LearnAsync(CancellationToken abort) => ValueTask.FromResult(TarSample.Schema);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<CutBatch> ReadAsync(InputFile file, long from) => new TarSplit(file, options, Context).ReadAsync(from);
}
