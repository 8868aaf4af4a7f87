using System.Numerics.Tensors;

namespace Streaming.Recordings.Films.Motion;

/// <summary>A picture of one number a pixel.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Values">Row by row.</param>
internal sealed record Plane(int Width, int Height, float[] Values)
{
    /// <summary>One of zeros.</summary>
    public Plane(int width, int height) : this(width, height, new float[width * height])
    {
    }

    /// <summary>A row, or the one at the edge where there is none.</summary>
    public Span<float> Row(int y) => Values.AsSpan(Math.Clamp(y, 0, Height - 1) * Width, Width);

    /// <summary>Blurred with a bell curve; beyond its edges the picture is mirrored at the outermost pixels.</summary>
    public Plane Blurred(float[] kernel)
    {
        var reach = kernel.Length / 2;
        var (across, down) = (new Plane(Width, Height), new Plane(Width, Height));
        var padded = new float[Width + (2 * reach)];
        for (var y = 0; y < Height; y++)
        {
            for (var x = -reach; x < Width + reach; x++)
            {
                padded[x + reach] = Values[(y * Width) + Mirrored(x, Width)];
            }

            for (var k = 0; k < kernel.Length; k++)
            {
                TensorPrimitives.MultiplyAdd(padded.AsSpan(k, Width), kernel[k], across.Row(y), across.Row(y));
            }
        }

        for (var y = 0; y < Height; y++)
        {
            for (var k = 0; k < kernel.Length; k++)
            {
                TensorPrimitives.MultiplyAdd(across.Row(Mirrored(y + k - reach, Height)), kernel[k], down.Row(y), down.Row(y));
            }
        }

        return down;
    }

    /// <summary>Of another size, between the two nearest pixels each way.</summary>
    public Plane Resized(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return this;
        }

        var resized = new Plane(width, height);
        var columns = Enumerable.Range(0, width).Select(x => Place(x, (double)Width / width, Width)).ToArray();
        for (var y = 0; y < height; y++)
        {
            var (top, down) = Place(y, (double)Height / height, Height);
            var upper = Row(top);
            var lower = Row(top + 1);
            var to = resized.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = columns[x];
                var next = Math.Min(left + 1, Width - 1);
                var above = (upper[left] * (1 - right)) + (upper[next] * right);
                var below = (lower[left] * (1 - right)) + (lower[next] * right);
                to[x] = (above * (1 - down)) + (below * down);
            }
        }

        return resized;
    }

    /// <summary>The weights of a bell curve; without a deviation 1, 2, 1.</summary>
    public static float[] Bell(int length, double deviation)
    {
        if (deviation <= 0)
        {
            return [0.25f, 0.5f, 0.25f];
        }

        var weights = Enumerable.Range(0, length).Select(i => i - ((length - 1) / 2.0)).Select(x => Math.Exp(-x * x / (2 * deviation * deviation))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    private static int Mirrored(int at, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        while (at < 0 || at >= length)
        {
            at = at < 0 ? -at : (2 * (length - 1)) - at;
        }

        return at;
    }

    // Centres of pixels lie on centres; beyond the outermost ones nothing changes.
    private static (int At, float Part) Place(int to, double scale, int length)
    {
        var at = ((to + 0.5) * scale) - 0.5;
        var whole = (int)Math.Floor(at);
        return whole < 0 ? (0, 0) : whole >= length - 1 ? (length - 1, 0) : (whole, (float)(at - whole));
    }
}
