using System.Text.Json;
using Streaming.Imaging;
using Streaming.Models.Images;

namespace Streaming.Models.Tests.Goldens;

/// <summary>A picture and what was made of it.</summary>
internal sealed record GoldenPicture(string Id, byte[] Bytes, byte[]? Crop, bool Lossless, JsonElement Golden);

/// <summary>The pictures of a golden.</summary>
internal static class ImageGoldens
{
    public static IEnumerable<GoldenPicture> Of(GoldenModel golden)
    {
        var place = golden.Golden.TryGetProperty("inputs", out var inputs) && inputs.TryGetProperty("images", out var images) && images.ValueKind == JsonValueKind.String
            ? images.GetString()! : "../images/";
        foreach (var picture in golden.Golden.GetProperty("images").EnumerateArray())
        {
            var id = picture.GetProperty("id").GetString()!;
            var crop = picture.TryGetProperty("crop", out var file) && file.ValueKind == JsonValueKind.String ? File.ReadAllBytes(Path.Combine(golden.Folder, file.GetString()!)) : null;
            yield return new GoldenPicture(id, File.ReadAllBytes(Path.Combine(golden.Folder, place, id)), crop, picture.GetProperty("lossless").GetBoolean(), picture);
        }
    }

    /// <summary>The pixels that the golden's results came from, whatever decoder made them; those of the picture itself where there is no crop.</summary>
    public static PixelRow PreparedCrop(GoldenModel golden, GoldenPicture picture)
    {
        var preparation = golden.Model.Images();
        return picture.Crop is null ? preparation.Prepare(picture.Bytes) : preparation.Normalized(ImageDecoder.Decode(picture.Crop));
    }

    public static void CheckPixels(GoldenModel golden, JsonElement expected, PixelRow row, bool lossless, string what)
    {
        Assert.Equal<IEnumerable<int>>([3, row.Height, row.Width], GoldenModel.Ints(expected.GetProperty("shape")));
        var tolerance = golden.Golden.GetProperty("tolerance").GetProperty(lossless ? "pixel_values_lossless" : "pixel_values_jpeg");
        var mean = tolerance.GetProperty("mean_abs").GetDouble();
        var actual = GoldenModel.MeanAndDeviation(row.Values);
        Close(expected.GetProperty("mean").GetDouble(), actual.Mean, mean, $"{what}: mean");
        Close(expected.GetProperty("std").GetDouble(), actual.Deviation, mean, $"{what}: std");
        if (lossless)
        {
            var single = tolerance.GetProperty("abs").GetDouble();
            AllClose(GoldenModel.Numbers(expected.GetProperty("first16")), row.Values[..16], single, $"{what}: first16");
            AllClose(GoldenModel.Numbers(expected.GetProperty("last16")), row.Values[^16..], single, $"{what}: last16");
            Close(expected.GetProperty("min").GetDouble(), row.Values.Min(), single, $"{what}: min");
            Close(expected.GetProperty("max").GetDouble(), row.Values.Max(), single, $"{what}: max");
        }
    }

    private static void AllClose(float[] expected, float[] actual, double allowed, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Close(expected[i], actual[i], allowed, $"{what}[{i}]");
        }
    }

    private static void Close(double expected, double actual, double allowed, string what) =>
        Assert.True(Math.Abs(expected - actual) <= allowed, $"{what}: {expected} expected, {actual} given, {allowed} allowed");
}
