using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Images;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Encoders;

/// <summary>Makes a dual encoder of the graphs of its folder: of two, one for each side, or of one that wants texts and pictures in each call.</summary>
internal static class DualGraphs
{
    private static readonly EmbeddingSettings Normalized = new() { Normalize = true };

    public static DualEncoder Split(ModelFolder folder, GraphSession texts, GraphSession images, ImagePreparation pictures, LogitLine? line) =>
        new(new TextEmbedder(folder, texts, PooledOf(texts)), new ImageEmbedder(images, pictures, Normalized), line, IsPairwise(folder));

    public static DualEncoder Joint(ModelFolder folder, GraphSession graph, ImagePreparation pictures)
    {
        // The side that is not asked for gets one blank sample: the two batch sizes are independent.
        var texts = new TextPreparation(folder);
        IReadOnlyList<TokenRow> text = [texts.Prepare("a")];
        IReadOnlyList<PixelRow> picture = [pictures.Blank()];
        return new DualEncoder(
            new TextEmbedder(folder, graph, Normalized with { Output = "text_embeds" }, inputs => ImagePreparation.Fill(inputs, picture)),
            new ImageEmbedder(graph, pictures, Normalized with { Output = "image_embeds" }, inputs => texts.Fill(inputs, text)),
            LineOf(folder, graph, pictures),
            IsPairwise(folder));
    }

    /// <summary>The line that a joint graph's logits lie on; null where it has no logits.</summary>
    public static LogitLine? LineOf(ModelFolder folder, GraphSession graph, ImagePreparation pictures)
    {
        if (!graph.Outputs.ContainsKey("logits_per_image"))
        {
            return null;
        }

        var texts = new TextPreparation(folder);
        using var inputs = graph.NewInputs();
        texts.Fill(inputs, [texts.Prepare("a"), texts.Prepare("two dogs and a cat in the snow")]);
        ImagePreparation.Fill(inputs, [pictures.Blank()]);
        string[] names = ["logits_per_image", "text_embeds", "image_embeds"];
        BatchOutput? output = null;
        TextProbe.Try(graph, texts.HighestId, () => output = new BatchOutput(graph.Run(inputs, names), names));
        using (output)
        {
            return LogitLine.Through(Point(output!, 0), Point(output!, 1), IsPairwise(folder));
        }
    }

    private static (float Cosine, float Logit) Point(BatchOutput output, int text)
    {
        var (words, image) = (output["text_embeds"].Row(text).ToArray(), output["image_embeds"].Row(0).ToArray());
        Pool.Normalize(words);
        Pool.Normalize(image);
        return (DualEncoder.Cosine(words, image), output["logits_per_image"].Values.Span[text]);
    }

    // SigLIP's own text graphs call their vector pooler_output, beside the tokens' vectors.
    private static EmbeddingSettings PooledOf(GraphSession texts) =>
        texts.Outputs.ContainsKey("text_embeds") || !texts.Outputs.ContainsKey("pooler_output") ? Normalized : Normalized with { Output = "pooler_output" };

    private static bool IsPairwise(ModelFolder folder) => folder.Config.ModelType?.StartsWith("siglip", StringComparison.Ordinal) == true;
}
