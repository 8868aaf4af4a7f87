namespace Streaming.Feed.Gathering;

/// <summary>Bits in Arrow's order: the least significant bit of a byte comes first.</summary>
internal static class BitRuns
{
    /// <summary>Sets bits; the bytes are there already.</summary>
    public static void Set(GatheredBytes bits, int at, int count)
    {
        var bytes = bits.Written;
        for (var i = at; i < at + count; i++)
        {
            bytes[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    /// <summary>Copies bits into bytes that are there and zero; says how many are set.</summary>
    public static int Copy(ReadOnlySpan<byte> source, int from, GatheredBytes target, int at, int count)
    {
        var bytes = target.Written;
        var set = 0;
        for (var i = 0; i < count; i++)
        {
            if ((source[(from + i) >> 3] & (1 << ((from + i) & 7))) != 0)
            {
                bytes[(at + i) >> 3] |= (byte)(1 << ((at + i) & 7));
                set++;
            }
        }

        return set;
    }
}
