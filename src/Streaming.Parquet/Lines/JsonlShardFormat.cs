using Streaming.Tables;

namespace Streaming.Parquet.Lines;

/// <summary>Shards as lines of JSON. Every type can be stored; the types are those that a reader infers.</summary>
/// <param name="compression">How the files are compressed.</param>
/// <param name="level">The compressor's level.</param>
internal sealed class JsonlShardFormat(LineCompression compression, int level) : IShardFormat
{
    public string Extension => ".jsonl" + LineStreams.Suffix(compression);

    public RowSchema Store(RowSchema schema) => DeltaSchema.StoreAs(schema);

    public IShardWriter Create(Stream file, RowSchema schema, ShardLimits limits) => new JsonlShardWriter(file, schema, compression, level);
}
