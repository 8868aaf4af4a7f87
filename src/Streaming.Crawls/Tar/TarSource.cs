using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>Reads tar files of samples (WebDataset shards): neighbouring files of one key, the name up to its first dot, are one sample. A split is a tar file, its positions are sample numbers.</summary>
/// <remarks>
/// <c>.txt</c> becomes the text; pictures, sounds and films become media; <c>.json</c> and <c>.cls</c> the columns of these names; every other file an entry of the column <c>files</c>. The key is in the column <c>key</c>, the sample's id is
/// the tar file's name and the key. Going on in the middle of a plain tar file seeks from header to header; a compressed one is decompressed again. Nothing is ever unpacked to disk.
/// </remarks>
[Operator("tar", Example = "{ path: \"shards/*.tar\" }")]
internal sealed class TarSource(TarSourceOptions options) : Source
{
    private IReadOnlyList<InputFile> _files = [];
    private SourceContext? _context;

    /// <summary>The suffixes of files that are taken from folders.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = [".tar", ".tar.gz", ".tgz", ".tar.zst"];

    /// <inheritdoc/>
    public override bool IsBounded => true;

    /// <inheritdoc/>
    public override SourceExtent? Extent => _context is null ? null : new(null, _files.Sum(f => f.Size));

    /// <inheritdoc/>
    public override async ValueTask<RowSchema> DescribeAsync(SourceContext context, CancellationToken abort)
    {
        _context = context;
        _files = await InputFiles.FindAsync(options.Path, context.BaseFolder, Suffixes, abort);
        return TarSample.Schema;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort)
    {
        var context = _context ?? throw new InvalidOperationException("Describe the source before reading it.");
        var splits = _files.Select(f => new TarSplit(f, options, context).Read(from[new(context.Name, f.Name)]).ToAsyncEnumerable());
        await foreach (var batch in new ReadAhead(options.ReadAheadFiles, context.Memory).RunAsync(splits, abort))
        {
            yield return batch;
        }
    }
}
