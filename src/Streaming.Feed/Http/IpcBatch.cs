using System.Buffers.Binary;
using Apache.Arrow;
using Google.FlatBuffers;
using Streaming.Feed.Streams;

namespace Streaming.Feed.Http;

/// <summary>
/// A record batch as a message of Arrow's IPC streams (format/Message.fbs, "Encapsulated message format"), with the cursor in the message's <c>custom_metadata</c>. Arrow's library for .NET writes
/// no metadata with a batch and copies it more than once; here the buffers go out as they lie.
/// </summary>
internal static class IpcBatch
{
    /// <summary>The metadata's key.</summary>
    public const string CursorKey = "cursor";

    private const int Alignment = 8;
    private const short VersionFive = 4;
    private const byte RecordBatchHeader = 3;
    private const int StructBytes = 16;

    private static readonly byte[] Padding = new byte[Alignment];

    /// <summary>The pieces of the message, in order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(FeedBatch batch)
    {
        var nodes = new List<(long Length, long Nulls)>();
        var buffers = new List<ReadOnlyMemory<byte>>();
        foreach (var column in batch.Columns)
        {
            Walk(column, nodes, buffers);
        }

        yield return Head(batch, nodes, buffers);
        foreach (var buffer in buffers)
        {
            yield return buffer;
            yield return Padding.AsMemory(0, Padded(buffer.Length) - buffer.Length);
        }
    }

    // Depth first, a column before its children.
    private static void Walk(ArrayData array, List<(long Length, long Nulls)> nodes, List<ReadOnlyMemory<byte>> buffers)
    {
        nodes.Add((array.Length, array.NullCount));
        buffers.AddRange(array.Buffers.Select(b => b.Memory));
        foreach (var child in array.Children ?? [])
        {
            Walk(child, nodes, buffers);
        }
    }

    // The mark of a message, the length of what describes it, and that: all together a multiple of 8.
    private static byte[] Head(FeedBatch batch, List<(long Length, long Nulls)> nodes, List<ReadOnlyMemory<byte>> buffers)
    {
        var builder = new FlatBufferBuilder(1024);
        var metadata = Metadata(builder, CursorKey, batch.Cursor.ToString());
        var bytes = buffers.Sum(b => (long)Padded(b.Length));
        var record = Record(builder, batch.Rows, nodes, buffers, bytes);
        builder.StartTable(5);
        builder.AddShort(0, VersionFive, 0);
        builder.AddByte(1, RecordBatchHeader, 0);
        builder.AddOffset(2, record, 0);
        builder.AddLong(3, bytes, 0);
        builder.AddOffset(4, metadata, 0);
        builder.Finish(builder.EndTable());
        var described = builder.SizedByteArray();
        var head = new byte[Padded(Alignment + described.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0xFFFFFFFF);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), head.Length - Alignment);
        described.CopyTo(head, Alignment);
        return head;
    }

    private static int Record(FlatBufferBuilder builder, long rows, List<(long Length, long Nulls)> nodes, List<ReadOnlyMemory<byte>> buffers, long end)
    {
        builder.StartVector(StructBytes, buffers.Count, Alignment);
        for (var i = buffers.Count - 1; i >= 0; i--)
        {
            end -= Padded(buffers[i].Length);
            builder.PutLong(buffers[i].Length);
            builder.PutLong(end);
        }

        var places = builder.EndVector().Value;
        builder.StartVector(StructBytes, nodes.Count, Alignment);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            builder.PutLong(nodes[i].Nulls);
            builder.PutLong(nodes[i].Length);
        }

        var lengths = builder.EndVector().Value;
        builder.StartTable(5);
        builder.AddLong(0, rows, 0);
        builder.AddOffset(1, lengths, 0);
        builder.AddOffset(2, places, 0);
        return builder.EndTable();
    }

    private static int Metadata(FlatBufferBuilder builder, string key, string value)
    {
        var (k, v) = (builder.CreateString(key), builder.CreateString(value));
        builder.StartTable(2);
        builder.AddOffset(0, k.Value, 0);
        builder.AddOffset(1, v.Value, 0);
        var pair = builder.EndTable();
        builder.StartVector(sizeof(int), 1, sizeof(int));
        builder.AddOffset(pair);
        return builder.EndVector().Value;
    }

    private static int Padded(int length) => (length + Alignment - 1) & ~(Alignment - 1);
}
