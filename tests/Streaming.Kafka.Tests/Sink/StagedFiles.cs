using Streaming.Kafka.Sink;
using Streaming.Kafka.Sink.Records;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>Files as a run stages them.</summary>
internal static class StagedFiles
{
    public static string PathOf(long version) => $"_streaming/staging/{version}.records";

    public static async Task WriteAsync(LocalStore store, KafkaSinkOptions options, long version, int samples)
    {
        await using var file = await store.CreateAsync(PathOf(version), CancellationToken.None);
        await using var writer = new RecordFormat(options).Create(file.Content, RowSchema.Text, new(1 << 20));
        await writer.WriteAsync([.. Enumerable.Range(0, samples).Select(i => new Sample { Id = $"{version}:{i}", Text = $"text {i}", Lineage = new(new("in", "a"), i, [], "run") })]);
        await writer.CloseAsync();
        await file.PublishAsync(CancellationToken.None);
    }
}
