using System.Numerics;

namespace Streaming.Imaging.Cascades;

/// <summary>A gray picture made smaller, row by row as they are asked for, with the last bit of OpenCV's <c>INTER_LINEAR_EXACT</c>: bilinear, weights in 8-bit fixed point, rounded once.</summary>
internal sealed class GrayRows
{
    private const int One = 1 << 8;
    private const int Half = 1 << 15;

    private readonly byte[] _gray;
    private readonly int _fromWidth;
    private readonly Axis _across;
    private readonly Axis _down;
    private ushort[] _upper;
    private ushort[] _lower;
    private int _upperIs = -1;
    private int _lowerIs = -1;

    /// <param name="gray">Its levels, row by row.</param>
    /// <param name="fromWidth">Its width.</param>
    /// <param name="fromHeight">Its height.</param>
    /// <param name="width">The width to make it.</param>
    /// <param name="height">The height to make it.</param>
    public GrayRows(byte[] gray, int fromWidth, int fromHeight, int width, int height)
    {
        (_gray, _fromWidth, Width, Height) = (gray, fromWidth, width, height);
        (_across, _down) = (new(fromWidth, width), new(fromHeight, height));
        IsWhole = fromWidth == width && fromHeight == height;
        (_upper, _lower) = IsWhole ? ([], []) : (new ushort[width], new ushort[width]);
        Row = new byte[width];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The row that was read last.</summary>
    public byte[] Row { get; }

    private bool IsWhole { get; }

    /// <summary>Reads a row.</summary>
    public void Read(int y)
    {
        if (IsWhole)
        {
            _gray.AsSpan(y * _fromWidth, _fromWidth).CopyTo(Row);
            return;
        }

        var (from, below, weight) = (_down.From[y], _down.Next[y], _down.Weight[y]);
        if (_lowerIs == from)
        {
            // The row below the last one is the upper one of this.
            (_upper, _lower, _upperIs, _lowerIs) = (_lower, _upper, _lowerIs, _upperIs);
        }

        Across(from, _upper, ref _upperIs);
        Across(below, _lower, ref _lowerIs);
        Blend(_upper, _lower, weight, Row);
    }

    private void Across(int y, ushort[] to, ref int holds)
    {
        if (holds == y)
        {
            return;
        }

        holds = y;
        var row = _gray.AsSpan(y * _fromWidth, _fromWidth);
        var (from, next, weight) = (_across.From, _across.Next, _across.Weight);
        for (var x = 0; x < to.Length; x++)
        {
            to[x] = (ushort)((row[from[x]] * (One - weight[x])) + (row[next[x]] * weight[x]));
        }
    }

    private static void Blend(ushort[] upper, ushort[] lower, int weight, byte[] to)
    {
        var x = 0;
        var (above, below, half) = (new Vector<uint>((uint)(One - weight)), new Vector<uint>((uint)weight), new Vector<uint>(Half));
        for (; x <= to.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector<ushort> Levels(int at)
            {
                Vector.Widen(new Vector<ushort>(upper, at), out var upperLow, out var upperHigh);
                Vector.Widen(new Vector<ushort>(lower, at), out var lowerLow, out var lowerHigh);
                return Vector.Narrow(((upperLow * above) + (lowerLow * below) + half) >> 16, ((upperHigh * above) + (lowerHigh * below) + half) >> 16);
            }

            Vector.Narrow(Levels(x), Levels(x + Vector<ushort>.Count)).CopyTo(to, x);
        }

        for (; x < to.Length; x++)
        {
            to[x] = (byte)(((upper[x] * (One - weight)) + (lower[x] * weight) + Half) >> 16);
        }
    }

    // For each place along one side: the two places that it is made of, and what the second one counts.
    private sealed class Axis
    {
        public Axis(int from, int to)
        {
            (From, Next, Weight) = (new int[to], new int[to], new int[to]);
            var scale = 1.0 / ((double)to / from);
            for (var place = 0; place < to; place++)
            {
                var exact = (scale * (place + 0.5)) - 0.5;
                var whole = (int)Math.Floor(exact);
                From[place] = Math.Clamp(whole, 0, from - 1);
                Next[place] = Math.Clamp(whole + 1, 0, from - 1);
                Weight[place] = (int)Math.Round((exact - whole) * One, MidpointRounding.ToEven);
            }
        }

        public int[] From { get; }

        public int[] Next { get; }

        public int[] Weight { get; }
    }
}
