using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Batches;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Models.Texts;

/// <summary>Tries a graph with the tokenizer's highest id: a tokenizer of another model fails here, and not at some sample.</summary>
internal static class TextProbe
{
    public static void Run(GraphSession graph, TextPreparation texts, Func<IReadOnlyList<TokenRow>, BatchOutput> call) =>
        Try(graph, texts.HighestId, () => call([new TokenRow([texts.HighestId]), new TokenRow([texts.HighestId, texts.Settings.PadId])]).Dispose());

    public static void Try(GraphSession graph, int highestId, Action call)
    {
        try
        {
            call();
        }
        catch (OnnxRuntimeException e)
        {
            throw BadModel.Because(
                graph.FilePath,
                $"it cannot be called with the ids that tokenizer.json gives (up to {highestId}): {e.Message.ReplaceLineEndings(" ")}",
                "The tokenizer or the graph is another model's: fetch both from the same place.",
                e);
        }
    }
}
