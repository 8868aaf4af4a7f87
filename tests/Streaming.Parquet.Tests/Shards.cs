using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Parquet.Writing;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Parquet.Tests;

/// <summary>Writes shards and reads them back as a run would.</summary>
internal static class Shards
{
    public static SplitId Split { get; } = new("books", "part-0.parquet");

    public static Sample Sample(long position, string text = "", params (string Name, object? Value)[] meta) => new()
    {
        Id = $"id-{position}",
        Text = text,
        Meta = new([.. meta.Select(m => m.Name)], [.. meta.Select(m => m.Value)]),
        Lineage = new(Split, position, [], "run-1"),
    };

    public static RowSchema Schema(params Column[] carried) => carried.Aggregate(RowSchema.Text, (s, c) => s.With(c));

    public static async Task<ShardSummary> WriteAsync(string file, RowSchema schema, IReadOnlyList<Sample> samples, long rowGroupBytes = 1 << 20, int perCall = 64)
    {
        await using var stream = System.IO.File.Create(file);
        return await WriteAsync(stream, schema, samples, rowGroupBytes, perCall);
    }

    public static async Task<ShardSummary> WriteAsync(Stream stream, RowSchema schema, IReadOnlyList<Sample> samples, long rowGroupBytes = 1 << 20, int perCall = 64, IShardFormat? format = null)
    {
        await using var writer = (format ?? new ParquetShardFormat()).Create(stream, schema, new(rowGroupBytes));
        foreach (var chunk in samples.Chunk(perCall))
        {
            await writer.WriteAsync(chunk);
        }

        return await writer.CloseAsync();
    }

    public static async Task<byte[]> BytesAsync(RowSchema schema, IReadOnlyList<Sample> samples, long rowGroupBytes = 1 << 20, int perCall = 64)
    {
        using var stream = new MemoryStream();
        await WriteAsync(stream, schema, samples, rowGroupBytes, perCall);
        return stream.ToArray();
    }

    public static ParquetSourceOptions Options(params string[] paths) => new() { Path = paths };

    public static SourceContext Context(string folder, int batchSamples = 64, long batchBytes = 1 << 20) => new()
    {
        Name = "in",
        BaseFolder = folder,
        Run = "run-2",
        BatchSamples = batchSamples,
        BatchBytes = batchBytes,
        Memory = new MemoryAccount(1 << 30),
    };

    public static Task<List<SourceBatch>> ReadAsync(string folder, ParquetSourceOptions options, SplitPositions? from = null, int batchSamples = 64, long batchBytes = 1 << 20) =>
        ReadAsync(new ParquetSource(options), Context(folder, batchSamples, batchBytes), from);

    public static async Task<List<SourceBatch>> ReadAsync(Source source, SourceContext context, SplitPositions? from = null)
    {
        await using (source)
        {
            await source.DescribeAsync(context, CancellationToken.None);
            var batches = new List<SourceBatch>();
            await foreach (var batch in source.ReadAsync(from ?? SplitPositions.Empty, CancellationToken.None))
            {
                batches.Add(batch);
            }

            return batches;
        }
    }

    public static async Task<List<Sample>> SamplesAsync(string folder, ParquetSourceOptions options, SplitPositions? from = null) =>
        [.. (await ReadAsync(folder, options, from)).SelectMany(b => b.Batch.Samples)];
}
