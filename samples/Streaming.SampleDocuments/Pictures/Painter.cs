using SkiaSharp;
using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Pictures;

/// <summary>Paints scenes as PNG.</summary>
internal static class Painter
{
    private const int Side = 96;

    private static readonly Dictionary<string, SKColor> _colours = new()
    {
        ["red"] = new(220, 40, 45),
        ["blue"] = new(35, 75, 210),
        ["green"] = new(40, 160, 60),
        ["yellow"] = new(232, 210, 55),
        ["orange"] = new(250, 145, 25),
        ["purple"] = new(130, 50, 155),
        ["white"] = new(245, 245, 250),
        ["black"] = new(10, 12, 20),
        ["pink"] = new(250, 165, 190),
        ["gray"] = new(127, 137, 120),
    };

    /// <summary>The picture's bytes.</summary>
    public static byte[] Paint(Scene scene, Dice dice)
    {
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = _colours[scene.Colour], IsAntialias = false };
        canvas.Clear(_colours[scene.Ground]);
        var radius = Side * (scene.IsLarge ? 0.32f : 0.16f);
        var (x, y) = (Side * (0.42f + (0.16f * (float)dice.Share())), Side * (0.42f + (0.16f * (float)dice.Share())));
        canvas.Translate(x, y);
        Fill(canvas, paint, scene.Shape, radius);
        canvas.Flush();
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void Fill(SKCanvas canvas, SKPaint paint, string shape, float radius)
    {
        switch (shape)
        {
            case "circle":
                canvas.DrawCircle(0, 0, radius, paint);
                break;
            case "ring":
                paint.Style = SKPaintStyle.Stroke;
                paint.StrokeWidth = radius * 0.4f;
                canvas.DrawCircle(0, 0, radius * 0.8f, paint);
                break;
            case "square":
                canvas.DrawRect(-radius * 0.9f, -radius * 0.9f, radius * 1.8f, radius * 1.8f, paint);
                break;
            case "cross":
                canvas.DrawRect(-radius, -radius * 0.33f, radius * 2, radius * 0.66f, paint);
                canvas.DrawRect(-radius * 0.33f, -radius, radius * 0.66f, radius * 2, paint);
                break;
            default:
                using (var path = shape == "star" ? Corners(10, radius, radius * 0.42f) : Corners(3, radius, radius))
                {
                    canvas.DrawPath(path, paint);
                }

                break;
        }
    }

    // Corners at equal angles, the first one on top; every second at the inner radius.
    private static SKPath Corners(int count, float outer, float inner)
    {
        using var builder = new SKPathBuilder();
        builder.AddPoly([.. Enumerable.Range(0, count).Select(i => (Angle: (i * 2 * MathF.PI / count) - (MathF.PI / 2), Radius: i % 2 == 0 ? outer : inner))
            .Select(corner => new SKPoint(corner.Radius * MathF.Cos(corner.Angle), corner.Radius * MathF.Sin(corner.Angle)))], close: true);
        return builder.Detach();
    }
}
