using System.Text.Json;
using Streaming.Models.Encoders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What PyTorch gave for texts and pictures in one space.</summary>
public sealed class DualEncoderGoldenTests
{
    public static IEnumerable<object[]> Dual => GoldenFolders.Rows(golden => golden.TryGetProperty("outputs", out var outputs)
        && outputs.TryGetProperty("text_embeds", out _) && outputs.TryGetProperty("image_embeds", out _));

    [SkippableTheory]
    [MemberData(nameof(Dual))]
    public void Golden_vectors_and_logits_are_pytorch_s(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        Check(golden, golden.Model.AsDualEncoder());
    }

    [SkippableTheory]
    [MemberData(nameof(Dual))]
    public void Golden_vectors_and_logits_come_from_a_joint_graph_alone_too(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        Skip.IfNot(golden.Model.Folder.Graphs.Has("model"), "There is no joint graph.");
        using var copy = new FolderCopy(folder, path => !Path.GetFileName(path).StartsWith("text_model", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("vision_model", StringComparison.Ordinal));
        using var joint = ModelSession.Load(copy.Path, new SessionSettings { Device = ModelDevice.Cpu });
        Check(golden, joint.AsDualEncoder());
    }

    [SkippableTheory]
    [MemberData(nameof(Dual))]
    public void Golden_text_ids_are_transformers(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        Skip.IfNot(golden.Golden.TryGetProperty("text_batch", out var batch), "The golden has no text_batch.");
        var texts = golden.Model.AsDualEncoder().Texts;
        var rows = Array.ConvertAll(Texts(golden), texts.Prepare);
        var width = texts.Texts.WidthOf(rows);
        Assert.Equal(
            GoldenModel.Rows(batch.GetProperty("input_ids")),
            rows.Select(row => Enumerable.Range(0, width).Select(i => i < row.Length ? row.Ids[i] : texts.Texts.Settings.PadId)));
    }

    private static void Check(GoldenModel golden, DualEncoder model)
    {
        var outputs = golden.Golden.GetProperty("outputs");
        var pictures = ImageGoldens.Of(golden).ToArray();
        var pixels = Array.ConvertAll(pictures, picture => ImageGoldens.PreparedCrop(golden, picture));
        var images = Vectors(model.Images, pixels);
        var texts = model.Texts.Apply(Texts(golden));
        golden.NearTensor("embeddings", outputs.GetProperty("text_embeds"), texts.SelectMany(vector => vector).ToArray(), "text_embeds");
        golden.NearTensor("embeddings", outputs.GetProperty("image_embeds"), images.SelectMany(vector => vector).ToArray(), "image_embeds");
        var cosines = images.SelectMany(image => texts.Select(text => DualEncoder.Cosine(text, image))).ToArray();
        if (outputs.TryGetProperty("cosine", out var cosine))
        {
            golden.NearTensor("cosine", cosine, cosines, "cosine");
        }

        if (model.Line is { } line && outputs.TryGetProperty("logits_per_image", out var logits))
        {
            golden.NearTensor("logits", logits, Array.ConvertAll(cosines, line.Of), "logits_per_image");
        }

        // Two split graphs alone do not say how logits follow from cosines.
        if (model.Line is not null && golden.Golden.TryGetProperty("zero_shot", out var zeroShot))
        {
            CheckZeroShot(model, zeroShot, pictures, images);
        }
    }

    private static void CheckZeroShot(DualEncoder model, JsonElement zeroShot, GoldenPicture[] pictures, float[][] images)
    {
        var candidates = GoldenModel.Texts(zeroShot.GetProperty("candidates"));
        var texts = model.Texts.Apply([.. candidates.Select(text => (TextInput)text)]);
        foreach (var result in zeroShot.GetProperty("results").EnumerateArray())
        {
            var id = result.GetProperty("id").GetString();
            var probabilities = model.Probabilities(images[Array.FindIndex(pictures, picture => picture.Id == id)], texts);
            foreach (var top in result.GetProperty("top3").EnumerateArray())
            {
                var expected = top.GetProperty("probability").GetDouble();
                Assert.Equal(expected, probabilities[Array.IndexOf(candidates, top.GetProperty("text").GetString())], 1e-4);
            }
        }
    }

    private static TextInput[] Texts(GoldenModel golden) => [.. GoldenModel.Texts(golden.Golden.GetProperty("inputs").GetProperty("texts")).Select(text => (TextInput)text)];

    private static float[][] Vectors(ImageEmbedder model, PixelRow[] pixels)
    {
        using var output = model.Run(pixels);
        return [.. pixels.Select((row, i) => model.Finish(output, i, row))];
    }
}
