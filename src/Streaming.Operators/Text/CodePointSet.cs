using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streaming.Operators.Text;

/// <summary>A set of Unicode code points that counts its members in a text at memory speed. Lone surrogates are code points of their own, as in Python.</summary>
internal sealed class CodePointSet
{
    private const int PlaneLimit = 0x110000;

    // One bit per high nibble, so that row & bit tells membership of an ASCII byte with two table look-ups (the "vectorized classification" of simdjson).
    private static readonly Vector128<byte> HighNibbleBit =
        Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    private readonly ulong[] _bits = new ulong[PlaneLimit / 64];
    private readonly Vector128<byte> _asciiRows;

    private CodePointSet(Func<int, bool> contains)
    {
        for (var c = 0; c < PlaneLimit; c++)
        {
            if (contains(c))
            {
                _bits[c >> 6] |= 1UL << c;
            }
        }

        Span<byte> rows = stackalloc byte[16];
        for (var c = 0; c < 128; c++)
        {
            if (Contains(c))
            {
                rows[c & 15] |= (byte)(1 << (c >> 4));
            }
        }

        _asciiRows = Vector128.Create<byte>(rows);
    }

    /// <summary>The code points for which <paramref name="contains"/> holds.</summary>
    public static CodePointSet Where(Func<int, bool> contains) => new(contains);

    /// <summary>Hexadecimal code points and ranges separated by white space: <c>9-D 20 1F600-1F64F</c>.</summary>
    public static CodePointSet Parse(string ranges)
    {
        var members = new HashSet<int>();
        foreach (var range in ranges.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var c = first; c <= last; c++)
            {
                members.Add(c);
            }
        }

        return new(members.Contains);
    }

    /// <summary>Whether the code point is a member.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint) => (_bits[codePoint >> 6] >> codePoint & 1) != 0;

    /// <summary>How many code points of the text are members.</summary>
    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var at = 0;
        ref var units = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        while (Vector128.IsHardwareAccelerated && at <= text.Length - 16)
        {
            var low = Vector128.LoadUnsafe(ref units, (nuint)at);
            var high = Vector128.LoadUnsafe(ref units, (nuint)at + 8);
            if (((low | high) & Vector128.Create((ushort)0xFF80)) != Vector128<ushort>.Zero)
            {
                at = CountOneByOne(text, at, at + 16, ref count);
                continue;
            }

            count += BitOperations.PopCount(MembersOf(Vector128.Narrow(low, high)));
            at += 16;
        }

        CountOneByOne(text, at, text.Length, ref count);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint MembersOf(Vector128<byte> ascii)
    {
        var row = Vector128.Shuffle(_asciiRows, ascii & Vector128.Create((byte)0x0F));
        var bit = Vector128.Shuffle(HighNibbleBit, ascii >> 4);
        return (~Vector128.Equals(row & bit, Vector128<byte>.Zero)).ExtractMostSignificantBits();
    }

    private int CountOneByOne(ReadOnlySpan<char> text, int from, int to, ref int count)
    {
        var at = from;
        while (at < to)
        {
            count += Contains(CodePoints.At(text, at, out var units)) ? 1 : 0;
            at += units;
        }

        return at;
    }
}
