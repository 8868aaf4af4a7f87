namespace Streaming.Operators.Images.Lines;

/// <summary>
/// Pieces of straight lines by the progressive probabilistic Hough transform (Matas, Galambos and Kittler 2000), in steps of a pixel and a degree. Pixels are drawn in OpenCV's order: the random numbers are part of
/// the result.
/// </summary>
internal sealed class SegmentFinder
{
    private const int Angles = 180;
    private const int Shift = 16;
    private const ulong Multiplier = 4164903690;

    private static readonly (float Cos, float Sin)[] _turns = [.. Enumerable.Range(0, Angles).Select(n => n * (double)(float)(Math.PI / Angles)).Select(a => ((float)Math.Cos(a), (float)Math.Sin(a)))];

    private readonly EdgePicture _picture;
    private readonly bool[] _left;
    private readonly int[] _votes;
    private readonly int _distances;
    private readonly int _maxGap;

    private SegmentFinder(EdgePicture picture, int maxGap)
    {
        (_picture, _maxGap) = (picture, maxGap);
        _left = (bool[])picture.IsEdge.Clone();
        _distances = ((picture.Width + picture.Height) * 2) + 1;
        _votes = new int[Angles * _distances];
    }

    /// <summary>Finds them.</summary>
    /// <param name="picture">The edges.</param>
    /// <param name="threshold">How many pixels must agree on a line.</param>
    /// <param name="minLength">The shortest piece, in pixels along its longer side.</param>
    /// <param name="maxGap">The widest gap in it.</param>
    public static IReadOnlyList<LineSegment> Find(EdgePicture picture, int threshold, int minLength, int maxGap)
    {
        var finder = new SegmentFinder(picture, maxGap);
        var pixels = Enumerable.Range(0, picture.IsEdge.Length).Where(i => picture.IsEdge[i]).ToArray();
        var found = new List<LineSegment>();
        var random = ulong.MaxValue;
        for (var count = pixels.Length; count > 0; count--)
        {
            random = ((uint)random * Multiplier) + (uint)(random >> 32);
            var drawn = (int)((uint)random % (uint)count);
            var pixel = pixels[drawn];
            pixels[drawn] = pixels[count - 1];
            if (finder._left[pixel] && finder.Vote(pixel, threshold) is { } angle && finder.Take(pixel, angle, minLength) is { } segment)
            {
                found.Add(segment);
            }
        }

        return found;
    }

    private int? Vote(int pixel, int threshold)
    {
        var (most, angle) = (threshold - 1, (int?)null);
        for (var n = 0; n < Angles; n++)
        {
            var votes = ++_votes[PlaceOf(pixel, n)];
            if (votes > most)
            {
                (most, angle) = (votes, n);
            }
        }

        return angle;
    }

    private int PlaceOf(int pixel, int angle)
    {
        var (x, y) = (pixel % _picture.Width, pixel / _picture.Width);
        return (angle * _distances) + (int)MathF.Round((x * _turns[angle].Cos) + (y * _turns[angle].Sin)) + ((_distances - 1) / 2);
    }

    // Walks both ways along the line, then takes its pixels out, whether it is long enough or not.
    private LineSegment? Take(int pixel, int angle, int minLength)
    {
        var walk = new Walk(pixel % _picture.Width, pixel / _picture.Width, -_turns[angle].Sin, _turns[angle].Cos);
        var (forward, back) = (EndOf(walk), EndOf(walk.Turned));
        var isGood = Math.Abs(back.X - forward.X) >= minLength || Math.Abs(back.Y - forward.Y) >= minLength;
        Clear(walk, forward, isGood);
        Clear(walk.Turned, back, isGood);
        return isGood ? new(forward.X, forward.Y, back.X, back.Y) : null;
    }

    private (int X, int Y) EndOf(Walk walk)
    {
        var (end, gap) = (walk.At(0), 0);
        for (var step = 0; ; step++)
        {
            var (x, y) = walk.At(step);
            if (x < 0 || x >= _picture.Width || y < 0 || y >= _picture.Height)
            {
                return end;
            }

            if (_left[(y * _picture.Width) + x])
            {
                (end, gap) = ((x, y), 0);
            }
            else if (++gap > _maxGap)
            {
                return end;
            }
        }
    }

    private void Clear(Walk walk, (int X, int Y) end, bool takesVotes)
    {
        for (var step = 0; ; step++)
        {
            var (x, y) = walk.At(step);
            var pixel = (y * _picture.Width) + x;
            for (var n = 0; n < Angles && takesVotes && _left[pixel]; n++)
            {
                _votes[PlaceOf(pixel, n)]--;
            }

            _left[pixel] = false;
            if ((x, y) == end)
            {
                return;
            }
        }
    }

    /// <summary>Steps of one pixel along the longer side, in fixed point along the other.</summary>
    private readonly record struct Walk
    {
        private readonly bool _isFlat;
        private readonly int _x;
        private readonly int _y;
        private readonly int _right;
        private readonly int _down;

        public Walk(int x, int y, float right, float down)
        {
            _isFlat = Math.Abs(right) > Math.Abs(down);
            _x = _isFlat ? x : (x << Shift) + (1 << (Shift - 1));
            _y = _isFlat ? (y << Shift) + (1 << (Shift - 1)) : y;
            _right = _isFlat ? (right > 0 ? 1 : -1) : (int)Math.Round(right * (1 << Shift) / (double)Math.Abs(down));
            _down = _isFlat ? (int)Math.Round(down * (1 << Shift) / (double)Math.Abs(right)) : down > 0 ? 1 : -1;
        }

        private Walk(Walk other)
        {
            this = other;
            (_right, _down) = (-_right, -_down);
        }

        public Walk Turned => new(this);

        public (int X, int Y) At(int step)
        {
            var (x, y) = (_x + (step * _right), _y + (step * _down));
            return _isFlat ? (x, y >> Shift) : (x >> Shift, y);
        }
    }
}
