using System.Text.Json;
using Streaming.Imaging;
using Streaming.Models.Folders;

namespace Streaming.Models.Images;

/// <summary>What a model's image processor does, as <c>preprocessor_config.json</c> says it and its class fills in.</summary>
internal sealed record ImageSettings
{
    private static readonly float[] ClipMean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] ClipStd = [0.26862954f, 0.26130258f, 0.27577711f];
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ImageNetStd = [0.229f, 0.224f, 0.225f];
    private static readonly float[] Halves = [0.5f, 0.5f, 0.5f];

    public required ResizeRule? Resize { get; init; }

    public required Resample Resample { get; init; }

    public required (int Height, int Width)? Crop { get; init; }

    /// <summary>What each 8-bit value is multiplied with.</summary>
    public required double Scale { get; init; }

    public required float[] Mean { get; init; }

    public required float[] Std { get; init; }

    public static ImageSettings Of(ModelFolder folder)
    {
        var given = folder.Json("preprocessor_config.json") ?? folder.Json("processor_config.json")
            ?? throw BadModel.Because(folder.FullPath, "there is no preprocessor_config.json", "Save the image processor into the folder (processor.save_pretrained) or fetch that file.");
        var config = given.Field("image_processor") ?? given;
        var kind = (config.Text("image_processor_type") ?? config.Text("feature_extractor_type") ?? "").Replace("Fast", "", StringComparison.Ordinal)
            .Replace("ImageProcessor", "", StringComparison.Ordinal).Replace("FeatureExtractor", "", StringComparison.Ordinal);
        Refuse(folder, config);
        return new ImageSettings
        {
            Resize = config.Flag("do_resize") == false ? null : ResizeRule.Of(folder, config, kind),
            Resample = ResampleOf(folder, config, kind),
            Crop = Crops(config, kind) ? CropOf(config) : null,
            Scale = config.Flag("do_rescale") == false ? 1 : config.Real("rescale_factor") ?? (1 / 255.0),
            Mean = config.Flag("do_normalize") == false ? [0, 0, 0] : Three(config.Reals("image_mean")) ?? MeanOf(kind),
            Std = config.Flag("do_normalize") == false ? [1, 1, 1] : Three(config.Reals("image_std")) ?? StdOf(kind),
        };
    }

    private static void Refuse(ModelFolder folder, JsonElement config)
    {
        string[] unsupported = ["do_image_splitting", "do_thumbnail", "do_align_long_axis", "keep_aspect_ratio", "apply_ocr", "do_flip_channel_order"];
        if (Array.Find(unsupported, name => config.Flag(name) == true) is { } found)
        {
            throw BadModel.Because(folder.FullPath, $"preprocessor_config.json asks for {found}, which is not supported", "Name another model, or prepare its pictures elsewhere.");
        }
    }

    private static Resample ResampleOf(ModelFolder folder, JsonElement config, string kind)
    {
        var number = config.Number("resample") ?? (int)(kind is "CLIP" or "Blip" or "Siglip" or "Siglip2" or "DeiT" or "Beit" or "Bit" or "LevIT" or "ChineseCLIP" ? Resample.Bicubic : Resample.Bilinear);
        return Enum.IsDefined((Resample)number)
            ? (Resample)number
            : throw BadModel.Because(folder.FullPath, $"preprocessor_config.json has the resample {number}, which is none of Pillow's (0 to 5)", "Correct the file.");
    }

    // The default of a class whose configuration does not say it.
    private static bool Crops(JsonElement config, string kind) =>
        config.Field("crop_size") is not null && (config.Flag("do_center_crop") ?? (kind is not ("ViT" or "Siglip" or "Siglip2" or "Blip" or "ConvNext")));

    private static (int Height, int Width)? CropOf(JsonElement config) =>
        config.Number("crop_size") is { } side ? (side, side)
        : config.Field("crop_size") is { } size && size.Number("height") is { } height && size.Number("width") is { } width ? (height, width)
        : config.Field("crop_size")?.Number("shortest_edge") is { } edge ? (edge, edge)
        : null;

    private static float[]? Three(float[]? values) => values switch
    {
        [var one] => [one, one, one],
        [_, _, _] => values,
        _ => null,
    };

    private static float[] MeanOf(string kind) => kind switch
    {
        "CLIP" or "Blip" or "ChineseCLIP" or "Bit" => ClipMean,
        "ConvNext" or "DeiT" or "LevIT" or "Segformer" or "PoolFormer" or "EfficientNet" or "PVT" => ImageNetMean,
        _ => Halves,
    };

    private static float[] StdOf(string kind) => MeanOf(kind) == ClipMean ? ClipStd : MeanOf(kind) == ImageNetMean ? ImageNetStd : Halves;
}
