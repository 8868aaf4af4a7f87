using System.Runtime.CompilerServices;

namespace Streaming.Imaging.Cascades;

/// <summary>
/// Where the sums of a band of rows lie in memory, and where from a window's own place the corners of each feature are. Where only every second window is judged, even columns lie together and odd ones behind them:
/// neighbouring windows are neighbours in memory at either step, and eight of them are read at once.
/// </summary>
internal sealed class BandLayout
{
    /// <summary>How many rows of windows a band has: few enough to stay in the processor's cache.</summary>
    public const int WindowRows = 64;

    // Eight at once are read also where fewer are left.
    private const int Spare = 16;

    private readonly int _odd;

    /// <param name="cascade">What will look at them.</param>
    /// <param name="width">The widest picture's width.</param>
    /// <param name="step">From window to window: 1 or 2.</param>
    public BandLayout(Cascade cascade, int width, int step)
    {
        Step = step;
        _odd = (width + 2) / 2;
        Stride = step == 1 ? width + 1 : 2 * _odd;
        Rows = WindowRows + cascade.Height;
        Plane = Stride * Rows;
        Sums = new int[(Plane * (cascade.HasTilted ? 3 : 2)) + Spare];
        Norm = CornersOf(new(1, 1, cascade.Width - 2, cascade.Height - 2), 0);
        NormArea = (cascade.Width - 2) * (cascade.Height - 2);
        Features = [.. cascade.Features.Select(FeatureOf)];
    }

    public int Step { get; }

    public int Stride { get; }

    /// <summary>Rows of sums in a band.</summary>
    public int Rows { get; }

    /// <summary>How far the sums of squares lie behind the sums, and the slanted sums behind them.</summary>
    public int Plane { get; }

    /// <summary>The sums, by 32 bits; differences are right even where a sum wraps around.</summary>
    public int[] Sums { get; }

    /// <summary>The corners of what a window's brightness and contrast are measured in.</summary>
    public Corners Norm { get; }

    /// <summary>Its pixels.</summary>
    public int NormArea { get; }

    /// <summary>The corners of the features.</summary>
    public PlacedFeature[] Features { get; }

    /// <summary>The place of a column in its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Column(int x) => Step == 1 ? x : ((x & 1) * _odd) + (x >> 1);

    private PlacedFeature FeatureOf(HaarFeature feature)
    {
        WeightedBox Area(int i) => i < feature.Areas.Count ? feature.Areas[i] : default;
        Corners Of(int i) => feature.IsTilted ? SlantedCornersOf(Area(i).Box) : CornersOf(Area(i).Box, 0);
        return new(Of(0), Of(1), Of(2), Area(0).Weight, Area(1).Weight, Area(2).Weight);
    }

    private Corners CornersOf(Box box, int plane) => new(At(box.X, box.Y, plane), At(box.Right, box.Y, plane), At(box.X, box.Bottom, plane), At(box.Right, box.Bottom, plane));

    private Corners SlantedCornersOf(Box box) => new(
        At(box.X, box.Y, 2),
        At(box.X - box.Height, box.Y + box.Height, 2),
        At(box.X + box.Width, box.Y + box.Width, 2),
        At(box.X + box.Width - box.Height, box.Y + box.Width + box.Height, 2));

    private int At(int x, int y, int plane) => (plane * Plane) + (y * Stride) + Column(x);
}

/// <summary>Four places in the sums: the brightness within is the first less the second less the third plus the fourth.</summary>
internal readonly record struct Corners(int A, int B, int C, int D);

/// <summary>A feature with its places.</summary>
internal readonly record struct PlacedFeature(Corners First, Corners Second, Corners Third, float FirstWeight, float SecondWeight, float ThirdWeight);
