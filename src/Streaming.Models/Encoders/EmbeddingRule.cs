using System.Text.Json;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;

namespace Streaming.Models.Encoders;

/// <summary>How an embedder's output becomes its vector.</summary>
/// <param name="Output">The graph's output.</param>
/// <param name="Poolings">What is made of the tokens' vectors; several are put one behind the other.</param>
/// <param name="Normalizes">Whether the vector gets the length 1.</param>
internal sealed record EmbeddingRule(string Output, Pooling[] Poolings, bool Normalizes)
{
    // In the order in which sentence-transformers puts them behind each other.
    private static readonly (string Flag, string Name, Pooling Pooling)[] Known =
    [
        ("pooling_mode_cls_token", "cls", Pooling.Cls),
        ("pooling_mode_max_tokens", "max", Pooling.Max),
        ("pooling_mode_mean_tokens", "mean", Pooling.Mean),
        ("pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens", Pooling.MeanSqrtLength),
        ("pooling_mode_weightedmean_tokens", "weightedmean", Pooling.WeightedMean),
        ("pooling_mode_lasttoken", "lasttoken", Pooling.LastToken),
    ];

    /// <summary>The rule of a text embedder: what was asked for, else what the files of sentence-transformers say, else the graph's own pooled output, else the mean; normalised unless said otherwise.</summary>
    public static EmbeddingRule ForTexts(ModelFolder folder, GraphSession graph, EmbeddingSettings settings)
    {
        var output = OutputOf(graph, settings.Output, ["sentence_embedding", "text_embeds", "last_hidden_state", "token_embeddings", "pooler_output"]);
        if (IsPooled(graph, output))
        {
            return new EmbeddingRule(output, [Pooling.None], settings.Normalize ?? ModulesOf(folder)?.Normalizes ?? true);
        }

        var modules = ModulesOf(folder);
        return new EmbeddingRule(output, settings.Pooling is { } pooling ? [pooling] : modules?.Poolings ?? [Pooling.Mean], settings.Normalize ?? modules?.Normalizes ?? true);
    }

    /// <summary>The rule of a picture embedder: its pooled output, else the first vector.</summary>
    public static EmbeddingRule ForImages(GraphSession graph, EmbeddingSettings settings)
    {
        var output = OutputOf(graph, settings.Output, ["image_embeds", "pooler_output", "embeddings", "last_hidden_state"]);
        return new EmbeddingRule(output, [IsPooled(graph, output) ? Pooling.None : settings.Pooling ?? Pooling.Cls], settings.Normalize ?? true);
    }

    private static string OutputOf(GraphSession graph, string? asked, string[] names)
    {
        var candidates = asked is null ? names : [asked];
        return Array.Find(candidates, graph.Outputs.ContainsKey) ?? throw graph.Unsupported($"it has none of the outputs {string.Join(", ", candidates)}");
    }

    private static bool IsPooled(GraphSession graph, string output) => graph.Outputs[output].Shape.Length == 2;

    private static (Pooling[] Poolings, bool Normalizes)? ModulesOf(ModelFolder folder)
    {
        if (folder.Json("modules.json") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        Pooling[]? poolings = null;
        var normalizes = false;
        foreach (var module in list.EnumerateArray())
        {
            switch (module.Text("type")?.Split('.')[^1])
            {
                case "Transformer":
                    break;
                case "Pooling":
                    poolings = PoolingsOf(folder, Path.Combine(module.Text("path") ?? "1_Pooling", "config.json"));
                    break;
                case "Normalize":
                    normalizes = true;
                    break;
                case var other:
                    throw BadModel.Because(folder.FullPath, $"modules.json names the module '{other}', which is not supported", "Supported are Transformer, Pooling and Normalize; export the model with its pooling (output sentence_embedding).");
            }
        }

        return (poolings ?? [Pooling.Mean], normalizes);
    }

    private static Pooling[] PoolingsOf(ModelFolder folder, string file)
    {
        var config = JsonFile.Required(folder.FullPath, file, "modules.json names it: fetch it too.");
        var named = config.Text("pooling_mode");
        Pooling[] poolings = [.. Known.Where(known => config.Flag(known.Flag) == true || known.Name == named).Select(known => known.Pooling)];
        return poolings.Length > 0 ? poolings : throw BadModel.Because(folder.FullPath, $"{file} names no pooling that is known", "Correct the file.");
    }
}
