using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using RocksDbSharp;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Writes sorted keys as a file that a database takes in as a whole: no buffer is filled key by key, and a kill leaves all of it or nothing.</summary>
internal static class RocksRun
{
    /// <summary>Writes keys, their stamps as values, and other entries among them.</summary>
    /// <param name="path">The file; what a kill left there is overwritten.</param>
    /// <param name="options">Those of the database.</param>
    /// <param name="keys">The keys, ascending.</param>
    /// <param name="stamps">Their stamps.</param>
    /// <param name="others">Other entries, in the order of their names' bytes.</param>
    public static void Write<TKey>(string path, ColumnFamilyOptions options, ReadOnlySpan<TKey> keys, ReadOnlySpan<uint> stamps, IReadOnlyList<(byte[] Name, byte[] Value)> others)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        using var writer = new SstFileWriter(ioOptions: options);
        writer.Open(path);
        var (key, stamp) = (new byte[Unsafe.SizeOf<TKey>()], new byte[sizeof(uint)]);
        var other = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i].WriteBigEndian(key);
            for (; other < others.Count && others[other].Name.AsSpan().SequenceCompareTo(key) < 0; other++)
            {
                writer.Put(others[other].Name, others[other].Value);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(stamp, stamps[i]);
            writer.Put(key, stamp);
        }

        for (; other < others.Count; other++)
        {
            writer.Put(others[other].Name, others[other].Value);
        }

        writer.Finish();
    }
}
