using System.Numerics;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Parts of a key. Keys are hashes (<see cref="ulong"/> or <see cref="UInt128"/>): every part is as uniform as the whole, and their order is that of the high bits.</summary>
internal static class KeyBits
{
    /// <summary>The highest 64 bits.</summary>
    public static ulong High<TKey>(TKey key) where TKey : unmanaged, IBinaryInteger<TKey> =>
        typeof(TKey) == typeof(ulong) ? (ulong)(object)key : (ulong)((UInt128)(object)key >> 64);

    /// <summary>The lowest 32 bits.</summary>
    public static uint Low<TKey>(TKey key) where TKey : unmanaged, IBinaryInteger<TKey> =>
        typeof(TKey) == typeof(ulong) ? (uint)(ulong)(object)key : (uint)(UInt128)(object)key;

    /// <summary>A one-to-one scattering of 64 bits (MurmurHash3's last step): makes keys of numbers that are not uniform.</summary>
    public static ulong Scatter(ulong x)
    {
        x = (x ^ (x >> 33)) * 0xFF51AFD7ED558CCD;
        x = (x ^ (x >> 33)) * 0xC4CEB9FE1A85EC53;
        return x ^ (x >> 33);
    }

    /// <summary>What <see cref="Scatter"/> made of it, undone.</summary>
    public static ulong Gather(ulong x)
    {
        x = (x ^ (x >> 33)) * 0x9CB4B2F8129337DB;
        x = (x ^ (x >> 33)) * 0x4F74430C22A54005;
        return x ^ (x >> 33);
    }

    /// <summary>The part of <paramref name="count"/> places into which the key falls; monotone in the key.</summary>
    public static int Place<TKey>(TKey key, int count) where TKey : unmanaged, IBinaryInteger<TKey> =>
        (int)(((High(key) >> 32) * (ulong)count) >> 32);
}
