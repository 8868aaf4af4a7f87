namespace Streaming.Recordings.Films.Scenes;

/// <summary>How much a frame differs from the one before: the mean difference of hue, saturation and brightness, in 8 bits as OpenCV has them (hues of 0 to 179).</summary>
internal sealed class ContentChange
{
    private const int Shift = 12;
    private const int Hues = 180;

    private static readonly int[] _perValue = [.. Enumerable.Range(0, 256).Select(v => v == 0 ? 0 : (int)Math.Round((255 << Shift) / (double)v))];
    private static readonly int[] _perSpan = [.. Enumerable.Range(0, 256).Select(v => v == 0 ? 0 : (int)Math.Round((Hues << Shift) / (6.0 * v)))];

    private byte[]? _last;

    /// <summary>The difference; 0 for the first frame.</summary>
    public double Of(RgbImage frame)
    {
        var now = Hsv(frame.Pixels);
        var last = _last;
        _last = now;
        if (last is null)
        {
            return 0;
        }

        long sum = 0;
        for (var i = 0; i < now.Length; i++)
        {
            sum += Math.Abs(now[i] - last[i]);
        }

        return sum / (double)now.Length;
    }

    private static byte[] Hsv(byte[] rgb)
    {
        var hsv = new byte[rgb.Length];
        for (var i = 0; i < rgb.Length; i += RgbImage.Channels)
        {
            int r = rgb[i], g = rgb[i + 1], b = rgb[i + 2];
            var value = Math.Max(Math.Max(r, g), b);
            var span = value - Math.Min(Math.Min(r, g), b);
            var hue = value == r ? g - b : value == g ? b - r + (2 * span) : r - g + (4 * span);
            hue = ((hue * _perSpan[span]) + (1 << (Shift - 1))) >> Shift;
            hsv[i] = (byte)(hue < 0 ? hue + Hues : hue);
            hsv[i + 1] = (byte)(((span * _perValue[value]) + (1 << (Shift - 1))) >> Shift);
            hsv[i + 2] = (byte)value;
        }

        return hsv;
    }
}
