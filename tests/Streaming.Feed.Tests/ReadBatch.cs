using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Wire;

namespace Streaming.Feed.Tests;

/// <summary>Batches as a client has them: through the bytes that would go out, read by Arrow's own library.</summary>
internal static class ReadBatch
{
    public static async Task<RecordBatch> OfAsync(BatchPlan plan, WindowCache windows, BatchRoom room, BodyCodec? codec = null)
    {
        using var batch = await FeedBatch.LoadAsync(plan, windows, room, Framing.Ipc, codec, default);
        return await OfAsync(plan.Schema, Drain(batch));
    }

    public static byte[] Drain(FeedBatch batch)
    {
        var bytes = new byte[batch.Left];
        Assert.Equal(bytes.Length, batch.Read(bytes));
        return bytes;
    }

    public static async Task<RecordBatch> OfAsync(Schema schema, byte[] message)
    {
        using var reader = new ArrowStreamReader(new MemoryStream([.. SchemaMessage.Marked(schema), .. message]), new CompressionCodecFactory());
        return await reader.ReadNextRecordBatchAsync();
    }

    public static string[] Ids(this RecordBatch batch)
    {
        var ids = (StringArray)batch.Column("id");
        return [.. Enumerable.Range(0, ids.Length).Select(i => ids.GetString(i))];
    }
}
