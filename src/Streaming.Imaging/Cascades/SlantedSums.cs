using System.Buffers;

namespace Streaming.Imaging.Cascades;

/// <summary>
/// Sums over the cone that opens upwards from a place at 45° (Lienhart and Maydt, An Extended Set of Haar-like Features for Rapid Object Detection, 2002). A cone is the two that stand one row higher, to its left
/// and right, less what both of them cover, plus the pixels at its own tip; so two columns beyond either edge are carried along.
/// </summary>
internal sealed class SlantedSums : IDisposable
{
    private readonly BandLayout _layout;
    private readonly int _width;
    private int[] _row;
    private int[] _above;
    private int[] _aboveThat;
    private readonly byte[] _levelsAbove;

    public SlantedSums(BandLayout layout, int width)
    {
        // A cone's tip may stand outside, as far as it is high.
        (_layout, _width) = (layout, width);
        Margin = layout.Rows + 1;
        (_row, _above, _aboveThat) = (Rent(), Rent(), Rent());
        _levelsAbove = new byte[width];
        layout.Sums.AsSpan(2 * layout.Plane, layout.Stride).Clear();
    }

    private int Margin { get; }

    private int Length => _width + 1 + (2 * Margin);

    /// <summary>Adds the row of levels at <paramref name="y"/> of the band.</summary>
    public void Add(ReadOnlySpan<byte> levels, int y)
    {
        _row.AsSpan(0, Length).Clear();
        for (var i = 1; i < Length - 1; i++)
        {
            var pixel = i - Margin - 1;
            var tip = (uint)pixel < (uint)_width ? levels[pixel] + _levelsAbove[pixel] : 0;
            _row[i] = _above[i - 1] + _above[i + 1] - _aboveThat[i] + tip;
        }

        var at = (2 * _layout.Plane) + ((y + 1) * _layout.Stride);
        for (var x = 0; x <= _width; x++)
        {
            _layout.Sums[at + _layout.Column(x)] = _row[x + Margin];
        }

        levels.CopyTo(_levelsAbove);
        (_row, _above, _aboveThat) = (_aboveThat, _row, _above);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_row);
        ArrayPool<int>.Shared.Return(_above);
        ArrayPool<int>.Shared.Return(_aboveThat);
    }

    private int[] Rent()
    {
        var row = ArrayPool<int>.Shared.Rent(Length);
        row.AsSpan(0, Length).Clear();
        return row;
    }
}
