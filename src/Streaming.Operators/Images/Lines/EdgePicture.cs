using Streaming.Imaging;

namespace Streaming.Operators.Images.Lines;

/// <summary>The edges of a picture (Canny, A Computational Approach to Edge Detection, 1986), with OpenCV's grey, blur of 5 × 5 and rounding.</summary>
internal sealed class EdgePicture
{
    private const int Shift = 15;
    private static readonly int _tangent = (int)((Math.Tan(Math.PI / 8) * (1 << Shift)) + 0.5);
    private static readonly int[] _bell = [1, 4, 6, 4, 1];

    private readonly int[] _dx;
    private readonly int[] _dy;
    private readonly int[] _strength;

    private EdgePicture(RgbImage image)
    {
        (Width, Height) = (image.Width, image.Height);
        var gray = Blurred(Luma.Of(image));
        (_dx, _dy, _strength) = (new int[gray.Length], new int[gray.Length], new int[gray.Length]);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                int At(int right, int down) => gray[(Math.Clamp(y + down, 0, Height - 1) * Width) + Math.Clamp(x + right, 0, Width - 1)];
                var at = (y * Width) + x;
                _dx[at] = At(1, -1) + (2 * At(1, 0)) + At(1, 1) - At(-1, -1) - (2 * At(-1, 0)) - At(-1, 1);
                _dy[at] = At(-1, 1) + (2 * At(0, 1)) + At(1, 1) - At(-1, -1) - (2 * At(0, -1)) - At(1, -1);
                _strength[at] = Math.Abs(_dx[at]) + Math.Abs(_dy[at]);
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Whether each pixel lies on an edge.</summary>
    public bool[] IsEdge { get; private set; } = [];

    /// <summary>Finds them.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="first">A threshold; the lower one is that of pixels beside edges.</param>
    /// <param name="second">The other threshold; the higher one is that of where edges start.</param>
    public static EdgePicture Of(RgbImage image, int first, int second)
    {
        var picture = new EdgePicture(image);
        picture.Trace(Math.Min(first, second), Math.Max(first, second));
        return picture;
    }

    private byte[] Blurred(byte[] gray)
    {
        var across = new int[gray.Length];
        var blurred = new byte[gray.Length];
        for (var i = 0; i < gray.Length; i++)
        {
            var (x, row) = (i % Width, i / Width * Width);
            for (var k = 0; k < _bell.Length; k++)
            {
                across[i] += _bell[k] * gray[row + Mirrored(x + k - 2, Width)];
            }
        }

        for (var i = 0; i < gray.Length; i++)
        {
            var (x, y, sum) = (i % Width, i / Width, 0);
            for (var k = 0; k < _bell.Length; k++)
            {
                sum += _bell[k] * across[(Mirrored(y + k - 2, Height) * Width) + x];
            }

            blurred[i] = (byte)((sum + 128) >> 8);
        }

        return blurred;
    }

    private static int Mirrored(int at, int length)
    {
        while (length > 1 && (at < 0 || at >= length))
        {
            at = at < 0 ? -at : (2 * (length - 1)) - at;
        }

        return length > 1 ? at : 0;
    }

    // From the strong pixels on through those beside them that are strong enough.
    private void Trace(int low, int high)
    {
        var ridge = new bool[_strength.Length];
        IsEdge = new bool[_strength.Length];
        var open = new Stack<int>();
        for (var at = 0; at < ridge.Length; at++)
        {
            ridge[at] = _strength[at] > low && IsRidge(at);
            if (ridge[at] && _strength[at] > high)
            {
                IsEdge[at] = true;
                open.Push(at);
            }
        }

        while (open.TryPop(out var at))
        {
            for (var i = 0; i < 9; i++)
            {
                var (x, y) = ((at % Width) + (i % 3) - 1, (at / Width) + (i / 3) - 1);
                var beside = (y * Width) + x;
                if (x >= 0 && x < Width && y >= 0 && y < Height && ridge[beside] && !IsEdge[beside])
                {
                    IsEdge[beside] = true;
                    open.Push(beside);
                }
            }
        }
    }

    // Stronger than its neighbours across the edge; directions are told in four sectors.
    private bool IsRidge(int at)
    {
        var (x, y, strength) = (at % Width, at / Width, _strength[at]);
        int Beside(int right, int down) => x + right >= 0 && x + right < Width && y + down >= 0 && y + down < Height ? _strength[at + (down * Width) + right] : 0;
        long across = Math.Abs(_dx[at]), down = (long)Math.Abs(_dy[at]) << Shift;
        if (down < across * _tangent)
        {
            return strength > Beside(-1, 0) && strength >= Beside(1, 0);
        }

        if (down > (across * _tangent) + (across << (Shift + 1)))
        {
            return strength > Beside(0, -1) && strength >= Beside(0, 1);
        }

        var side = (_dx[at] ^ _dy[at]) < 0 ? -1 : 1;
        return strength > Beside(-side, -1) && strength > Beside(side, 1);
    }
}
