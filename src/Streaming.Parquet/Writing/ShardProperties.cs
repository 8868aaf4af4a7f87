using ParquetSharp;
using Streaming.Parquet.Columns;

namespace Streaming.Parquet.Writing;

/// <summary>How the native writer lays a shard out. Nothing here depends on time, machine or version: the same samples give the same bytes.</summary>
internal static class ShardProperties
{
    // Of the form that readers parse for known writer bugs: "application version x.y.z (build b)".
    private const string CreatedBy = "streaming version 1.0.0 (build 0)";

    private const long PageBytes = 512 << 10;

    // A page's size is checked once a write batch: 1,024 rows of 20 KB would make pages of 20 MB, which a reader must hold whole.
    private const long WriteBatchRows = 128;

    public static WriterProperties Of(IEnumerable<LeafTraits> leaves, int compressionLevel)
    {
        using var properties = new WriterPropertiesBuilder();
        properties.MemoryPool(ArrowMemory.Pool).Compression(Compression.Zstd).CompressionLevel(compressionLevel).CreatedBy(CreatedBy)
            .DataPagesize(PageBytes).WriteBatchSize(WriteBatchRows).EnableStatistics().SetMaxStatisticsSize(256).DisableDictionary().EnablePageChecksum();
        foreach (var leaf in leaves)
        {
            if (leaf.IsRepetitive)
            {
                properties.EnableDictionary(leaf.Path);
            }
            else if (leaf.IsCounted)
            {
                properties.Encoding(leaf.Path, Encoding.DeltaBinaryPacked);
            }
        }

        return properties.Build();
    }
}
