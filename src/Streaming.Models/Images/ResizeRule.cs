using System.Text.Json;
using Streaming.Models.Folders;
using Streaming.Operators;

namespace Streaming.Models.Images;

/// <summary>Which size a picture is resized to.</summary>
internal sealed record ResizeRule
{
    private const int ConvNextWarpsFrom = 384;
    private const double ConvNextKeeps = 224 / 256.0;
    private const double LevitWidens = 256 / 224.0;

    /// <summary>The size of every picture, its proportions lost.</summary>
    public (int Height, int Width)? Fixed { get; init; }

    /// <summary>The length of the shorter side; the longer one follows.</summary>
    public int? Shortest { get; init; }

    /// <summary>The largest length of the longer side.</summary>
    public int? Longest { get; init; }

    /// <summary>A centred square of this size is cut out afterwards, whatever the configuration says of crops (ConvNeXt).</summary>
    public int? ThenCrops { get; init; }

    public static ResizeRule Of(ModelFolder folder, JsonElement config, string kind)
    {
        var size = config.Field("size") ?? throw Wrong(folder);
        if (config.Number("size") is { } side)
        {
            return kind switch
            {
                "ConvNext" => ConvNext(config, side),
                "LevIT" => new ResizeRule { Shortest = (int)(LevitWidens * side) },
                "CLIP" or "Bit" or "ChineseCLIP" or "PoolFormer" => new ResizeRule { Shortest = side },
                _ => new ResizeRule { Fixed = (side, side) },
            };
        }

        if (size.Number("shortest_edge") is { } shortest)
        {
            return kind == "ConvNext" ? ConvNext(config, shortest)
                : new ResizeRule { Shortest = kind == "LevIT" ? (int)(LevitWidens * shortest) : shortest, Longest = size.Number("longest_edge") };
        }

        return size.Number("height") is { } height && size.Number("width") is { } width ? new ResizeRule { Fixed = (height, width) } : throw Wrong(folder);
    }

    public (int Height, int Width) SizeOf(int height, int width)
    {
        if (Fixed is { } size)
        {
            return size;
        }

        // The longer side is cut, not rounded: transformers' int().
        var (shorter, longer) = height <= width ? (height, width) : (width, height);
        var (newShort, newLong) = (Shortest!.Value, (int)((long)Shortest.Value * longer / shorter));
        if (Longest is { } limit && newLong > limit)
        {
            (newShort, newLong) = ((int)((long)limit * newShort / newLong), limit);
        }

        return height <= width ? (Math.Max(1, newShort), newLong) : (newLong, Math.Max(1, newShort));
    }

    private static ResizeRule ConvNext(JsonElement config, int side) => side >= ConvNextWarpsFrom
        ? new ResizeRule { Fixed = (side, side) }
        : new ResizeRule { Shortest = (int)(side / (config.Real("crop_pct") ?? ConvNextKeeps)), ThenCrops = side };

    private static BadInputException Wrong(ModelFolder folder) => BadModel.Because(
        folder.FullPath,
        "preprocessor_config.json has no size that is known (a number, height and width, or shortest_edge)",
        "Save the image processor again with a current version of transformers.");
}
