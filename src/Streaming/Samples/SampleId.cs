using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Streaming.Samples;

/// <summary>Ids for samples whose source gives no key.</summary>
public static class SampleId
{
    /// <summary>XxHash128 of source, split and position, as 32 hex digits.</summary>
    public static string Of(SplitId split, long position) => End(Begin(split, position));

    /// <summary>The same with the number of a row within the position, for positions that hold several samples.</summary>
    public static string Of(SplitId split, long position, int row)
    {
        var hash = Begin(split, position);
        Span<byte> tail = stackalloc byte[5];
        tail[0] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(tail[1..], row);
        hash.Append(tail);
        return End(hash);
    }

    private static XxHash128 Begin(SplitId split, long position)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(split.Source));
        hash.Append([0]);
        hash.Append(Encoding.UTF8.GetBytes(split.Name));
        Span<byte> tail = stackalloc byte[9];
        tail[0] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(tail[1..], position);
        hash.Append(tail);
        return hash;
    }

    private static string End(XxHash128 hash)
    {
        Span<byte> digest = stackalloc byte[16];
        hash.GetCurrentHash(digest);
        return Convert.ToHexStringLower(digest);
    }
}
