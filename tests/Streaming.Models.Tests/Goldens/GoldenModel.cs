using System.Text.Json;
using Streaming.Models.Sessions;

namespace Streaming.Models.Tests.Goldens;

/// <summary>A model folder, loaded, with what its makers measured.</summary>
internal sealed class GoldenModel : IDisposable
{
    // What float32 on two machines may differ by; a golden that allows more (fp16, int8) is taken at its word.
    private const double Float32 = 1e-4;
    private const double Float32Stated = 1e-3;

    private GoldenModel(string folder)
    {
        Folder = folder;
        Golden = GoldenFolders.Golden(folder);
        Model = ModelSession.Load(folder, new SessionSettings { Device = ModelDevice.Cpu });
    }

    public string Folder { get; }

    public JsonElement Golden { get; }

    public ModelSession Model { get; }

    public static GoldenModel Load(string folder)
    {
        Skip.If(folder.Length == 0, GoldenFolders.None);
        return new GoldenModel(folder);
    }

    public void Near(string kind, JsonElement expected, float actual, string what) => Near(kind, [Number(expected)], [actual], what);

    public void Near(string kind, JsonElement expected, ReadOnlySpan<float> actual, string what) => Near(kind, Numbers(expected), actual, what);

    /// <summary>Holds numbers to the golden's tolerance of their kind: <c>logits</c>, <c>embeddings</c>, <c>probabilities</c>, <c>perplexity</c>…</summary>
    public void Near(string kind, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} numbers expected, {actual.Length} given");
        var (absolute, relative) = Tolerance(kind);
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = absolute + (relative * Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"{what}[{i}]: {expected[i]} expected, {actual[i]} given, {allowed} allowed");
        }
    }

    /// <summary>Holds a tensor to its golden: in full (<c>values</c>), or to the summary of it.</summary>
    public void NearTensor(string kind, JsonElement golden, ReadOnlySpan<float> actual, string what)
    {
        if (golden.TryGetProperty("values", out var values))
        {
            Near(kind, values, actual, what);
            return;
        }

        Near(kind, golden.GetProperty("first16"), actual[..Math.Min(16, actual.Length)], $"{what} first16");
        Near(kind, golden.GetProperty("last16"), actual[^Math.Min(16, actual.Length)..], $"{what} last16");
        var (mean, deviation) = MeanAndDeviation(actual);
        Near(kind, golden.GetProperty("mean"), (float)mean, $"{what} mean");
        Near(kind, golden.GetProperty("std"), (float)deviation, $"{what} std");
    }

    public void Dispose() => Model.Dispose();

    public static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        foreach (var value in values)
        {
            squares += (value - (sum / values.Length)) * (value - (sum / values.Length));
        }

        return (sum / values.Length, Math.Sqrt(squares / values.Length));
    }

    public static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];

    public static int[][] Rows(JsonElement list) => [.. list.EnumerateArray().Select(Ints)];

    public static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    public static float Number(JsonElement value) => (float)value.GetDouble();

    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetString()!)];

    private (double Absolute, double Relative) Tolerance(string kind)
    {
        var (absolute, relative) = kind == "probabilities" ? (Float32 / 10, 0) : (Float32, Float32);
        if (Golden.TryGetProperty("tolerance", out var all) && all.TryGetProperty(kind, out var stated))
        {
            var statedAbsolute = stated.TryGetProperty("abs", out var a) ? a.GetDouble() : 0;
            var statedRelative = stated.TryGetProperty("rel", out var r) ? r.GetDouble() : 0;
            return Math.Max(statedAbsolute, statedRelative) > Float32Stated ? (statedAbsolute, statedRelative) : (absolute, relative);
        }

        return (absolute, relative);
    }
}
