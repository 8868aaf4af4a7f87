using System.Collections.Concurrent;
using System.IO.Compression;
using ScottPlot;
using SkiaSharp;

namespace Streaming.Imaging.Charts;

/// <summary>The letters of charts: a font that is built in, so that a chart looks the same on every machine, or a file of the user's.</summary>
internal sealed class ChartFonts : IFontResolver
{
    private const string BuiltIn = "DejaVuSans.ttf";

    private static readonly ConcurrentDictionary<string, Lazy<SKTypeface>> _faces = new();

    static ChartFonts() => Fonts.FontResolvers.Insert(0, new ChartFonts());

    /// <summary>The name by which drawing finds the font of a path; the built-in one where it is empty.</summary>
    /// <exception cref="InvalidDataException">It is no font, or cannot be read.</exception>
    public static string Open(string path)
    {
        var name = path.Length == 0 ? BuiltIn : Path.GetFullPath(path);
        try
        {
            _ = _faces.GetOrAdd(name, key => new(() => Read(key))).Value;
            return name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InvalidDataException($"The font '{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => _faces.TryGetValue(fontName, out var face) ? face.Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => CreateTypeface(fontName, bold: false, italic: false);

    private static SKTypeface Read(string name)
    {
        using var content = name == BuiltIn ? OpenBuiltIn() : SKData.CreateCopy(File.ReadAllBytes(name));
        return SKTypeface.FromData(content) ?? throw new InvalidDataException("it is no font");
    }

    private static SKData OpenBuiltIn()
    {
        using var resource = typeof(ChartFonts).Assembly.GetManifestResourceStream($"{BuiltIn}.gz")!;
        using var plain = new GZipStream(resource, CompressionMode.Decompress);
        return SKData.Create(plain);
    }
}
