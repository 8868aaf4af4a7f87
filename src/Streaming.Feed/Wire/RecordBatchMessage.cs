using Google.FlatBuffers;
using Streaming.Feed.Gathering;

namespace Streaming.Feed.Wire;

/// <summary>
/// What describes a record batch in Arrow's IPC format (format/Message.fbs, a Message whose header is a RecordBatch), with the cursor in the message's <c>custom_metadata</c>. Arrow's library for .NET writes
/// no metadata with a batch and copies it more than once; here only the description is made, and the buffers go out as they lie.
/// </summary>
internal static class RecordBatchMessage
{
    /// <summary>The cursor's key in the metadata.</summary>
    public const string CursorKey = "cursor";

    private const int Alignment = 8;
    private const short VersionFive = 4;
    private const byte RecordBatchHeader = 3;
    private const int StructBytes = 16;

    /// <summary>The description.</summary>
    /// <param name="rows">Of the batch.</param>
    /// <param name="layout">Its arrays.</param>
    /// <param name="lengths">The bytes of each of its buffers as they are sent.</param>
    /// <param name="codec">How they are compressed; null: they are not.</param>
    /// <param name="cursor">The place behind the batch.</param>
    public static byte[] Of(long rows, ColumnLayout layout, IReadOnlyList<long> lengths, BodyCodec? codec, string cursor)
    {
        var builder = new FlatBufferBuilder(1024);
        var metadata = Metadata(builder, CursorKey, cursor);
        var bytes = lengths.Sum(Padded);
        var record = Record(builder, rows, layout.Arrays, lengths, bytes, codec);
        builder.StartTable(5);
        builder.AddShort(0, VersionFive, 0);
        builder.AddByte(1, RecordBatchHeader, 0);
        builder.AddOffset(2, record, 0);
        builder.AddLong(3, bytes, 0);
        builder.AddOffset(4, metadata, 0);
        builder.Finish(builder.EndTable());
        return builder.SizedByteArray();
    }

    /// <summary>A length with what brings it to a multiple of 8.</summary>
    public static long Padded(long length) => (length + Alignment - 1) & ~(Alignment - 1L);

    private static int Record(FlatBufferBuilder builder, long rows, IReadOnlyList<(long Length, long Nulls)> arrays, IReadOnlyList<long> lengths, long end, BodyCodec? codec)
    {
        builder.StartVector(StructBytes, lengths.Count, Alignment);
        for (var i = lengths.Count - 1; i >= 0; i--)
        {
            end -= Padded(lengths[i]);
            builder.PutLong(lengths[i]);
            builder.PutLong(end);
        }

        var places = builder.EndVector().Value;
        builder.StartVector(StructBytes, arrays.Count, Alignment);
        for (var i = arrays.Count - 1; i >= 0; i--)
        {
            builder.PutLong(arrays[i].Nulls);
            builder.PutLong(arrays[i].Length);
        }

        var nodes = builder.EndVector().Value;
        var compression = codec is { } c ? Compression(builder, c) : 0;
        builder.StartTable(5);
        builder.AddLong(0, rows, 0);
        builder.AddOffset(1, nodes, 0);
        builder.AddOffset(2, places, 0);
        builder.AddOffset(3, compression, 0);
        return builder.EndTable();
    }

    // Its method is to compress each buffer by itself, the only one that there is.
    private static int Compression(FlatBufferBuilder builder, BodyCodec codec)
    {
        builder.StartTable(2);
        builder.AddByte(0, codec == BodyCodec.Zstd ? (byte)1 : (byte)0, 0);
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
}
