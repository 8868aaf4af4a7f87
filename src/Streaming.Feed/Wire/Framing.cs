using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Streaming.Feed.Wire;

/// <summary>What goes out before the buffers of a batch.</summary>
/// <param name="Before">Makes it of the batch's description, its cursor and the bytes of its buffers.</param>
internal sealed record Framing(Func<byte[], string, long, byte[]> Before)
{
    private const int MarkBytes = 8;
    private const int GrpcBytes = 5;

    // Fields of FlightData (format/Flight.proto), and their wire type: bytes with their length.
    private const uint HeaderTag = (2 << 3) | 2;
    private const uint MetadataTag = (3 << 3) | 2;
    private const uint BodyTag = (1000 << 3) | 2;

    /// <summary>Arrow's IPC streams: a mark, the length of the description, the description, all together a multiple of 8 ("Encapsulated message format").</summary>
    public static Framing Ipc { get; } = new(IpcHead);

    /// <summary>A FlightData in a frame of gRPC.</summary>
    public static Framing Flight { get; } = new((description, cursor, body) => FlightHead(description, Encoding.ASCII.GetBytes(cursor), body));

    /// <summary>A FlightData without buffers, as the schema is sent.</summary>
    public static byte[] FlightHead(byte[] description, byte[] metadata, long body)
    {
        var length = Field(HeaderTag, description.Length) + Field(MetadataTag, metadata.Length) + Field(BodyTag, body);
        if (length > int.MaxValue)
        {
            throw new BadInputException("A batch would be larger than 2 GB, more than a message of gRPC takes: ask for fewer rows with batch_rows.");
        }

        var head = new byte[GrpcBytes + (int)(length - body)];
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), (uint)length);
        using var stream = new MemoryStream(head, GrpcBytes, head.Length - GrpcBytes);
        using var output = new CodedOutputStream(stream);
        Write(output, HeaderTag, description);
        Write(output, MetadataTag, metadata);
        if (body > 0)
        {
            output.WriteTag(BodyTag);
            output.WriteLength((int)body);
        }

        output.Flush();
        return head;
    }

    private static byte[] IpcHead(byte[] description, string cursor, long body)
    {
        var head = new byte[RecordBatchMessage.Padded(MarkBytes + description.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0xFFFFFFFF);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), head.Length - MarkBytes);
        description.CopyTo(head, MarkBytes);
        return head;
    }

    private static long Field(uint tag, long length) =>
        length == 0 ? 0 : CodedOutputStream.ComputeUInt32Size(tag) + CodedOutputStream.ComputeUInt64Size((ulong)length) + length;

    private static void Write(CodedOutputStream output, uint tag, byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            output.WriteTag(tag);
            output.WriteBytes(ByteString.CopyFrom(bytes));
        }
    }
}
