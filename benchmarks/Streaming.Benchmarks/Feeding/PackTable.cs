using Streaming.Benchmarks.Comparisons;
using Streaming.Benchmarks.Corpora;

namespace Streaming.Benchmarks.Feeding;

/// <summary>A table of packs of 4,096 tokens, made once and kept.</summary>
internal static class PackTable
{
    /// <summary>The columns that trainers read.</summary>
    public const string Columns = "input_ids,cu_seqlens,position_ids";

    /// <summary>Its folder.</summary>
    /// <param name="documents">That the packs are made of.</param>
    /// <param name="epochSamples">Documents of an epoch; null: the default.</param>
    public static async Task<string> OfAsync(int documents, int? epochSamples = null)
    {
        var table = Workspace.At(epochSamples is null ? $"packs-{documents}" : $"packs-{documents}-{epochSamples}");
        if (!Directory.Exists(table))
        {
            var corpus = await CorpusFiles.WebAsync(documents);
            var epoch = epochSamples is { } samples ? $"epoch: {{ samples: {samples} }}" : "";
            await Pipeline.RunAsync(Pipeline.Read(Pipeline.Yaml(corpus, "  - sequence_packer: { tokenizer: cl100k_base, max_tokens: 4096 }", table + ".part", "delta", epoch: epoch)));
            Directory.Move(table + ".part", table);
        }

        return table;
    }
}
