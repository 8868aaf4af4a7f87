using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Models.Images;

/// <summary>Calls of graphs that read pictures alone.</summary>
internal static class ImageCall
{
    public static int CostOf(PixelRow prepared) => prepared.Height * prepared.Width;

    public static BatchOutput Run(GraphSession graph, IReadOnlyList<PixelRow> batch, string output, Action<GraphInputs>? other = null)
    {
        using var inputs = graph.NewInputs();
        ImagePreparation.Fill(inputs, batch);
        other?.Invoke(inputs);
        return new BatchOutput(graph.Run(inputs, output), [output]);
    }

    public static void Warm(GraphSession graph, ImagePreparation images, Func<IReadOnlyList<PixelRow>, BatchOutput> call) => Try(graph, images, blank => call([blank]).Dispose());

    /// <summary>Tries a graph with a blank picture of the size that the processor makes.</summary>
    public static void Try(GraphSession graph, ImagePreparation images, Action<PixelRow> call)
    {
        var blank = images.Blank();
        try
        {
            call(blank);
        }
        catch (OnnxRuntimeException e)
        {
            throw BadModel.Because(
                graph.FilePath,
                $"it cannot be called with the pictures that preprocessor_config.json makes ({blank.Width} × {blank.Height}): {e.Message.ReplaceLineEndings(" ")}",
                "One of the two files is another model's: fetch both from the same place.",
                e);
        }
    }
}
