using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Streaming.Models.Generation;

namespace Streaming.Models.Completions;

/// <summary>A completion as a segment holds it: length of the body, checksum of the rest, key, body.</summary>
internal static class CompletionRecord
{
    public const int HeadBytes = sizeof(int) + sizeof(ulong) + CompletionKey.Size;

    /// <summary>A longer body is no body: a length that was torn must not cost memory.</summary>
    public const int LongestBody = 64 << 20;

    private const int FixedBytes = 1 + sizeof(long) + sizeof(long);

    public static byte[] Encode(CompletionKey key, Completion completion)
    {
        var body = FixedBytes + Encoding.UTF8.GetByteCount(completion.Text);
        var record = new byte[HeadBytes + body];
        BinaryPrimitives.WriteInt32LittleEndian(record, body);
        BinaryPrimitives.WriteUInt128LittleEndian(record.AsSpan(12), key.Bits);
        record[HeadBytes] = (byte)completion.Finish;
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(HeadBytes + 1), completion.InputTokens);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(HeadBytes + 9), completion.OutputTokens);
        Encoding.UTF8.GetBytes(completion.Text, record.AsSpan(HeadBytes + FixedBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(4), XxHash3.HashToUInt64(record.AsSpan(12)));
        return record;
    }

    /// <summary>The length of the body that follows a head, or null where it cannot be one.</summary>
    public static int? BodyOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt32LittleEndian(head) is var body and >= FixedBytes and <= LongestBody ? body : null;

    public static CompletionKey KeyOf(ReadOnlySpan<byte> record) => new(BinaryPrimitives.ReadUInt128LittleEndian(record[12..]));

    public static bool IsWhole(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[4..]) == XxHash3.HashToUInt64(record[12..]);

    /// <summary>The completion of a whole record.</summary>
    public static Completion Decode(ReadOnlySpan<byte> record)
    {
        var body = record[HeadBytes..];
        return new Completion(
            Encoding.UTF8.GetString(body[FixedBytes..]), (FinishReason)body[0], BinaryPrimitives.ReadInt64LittleEndian(body[1..]), BinaryPrimitives.ReadInt64LittleEndian(body[9..]));
    }
}
