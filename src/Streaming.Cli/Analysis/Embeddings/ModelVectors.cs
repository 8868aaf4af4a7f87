using Streaming.Models.Encoders;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Operators.Vectors;

namespace Streaming.Cli.Analysis.Embeddings;

/// <summary>Vectors of texts by a model in a Hugging Face folder: an embedder, or a CLIP model's side of texts.</summary>
internal sealed class ModelVectors : IDisposable
{
    private const int Batch = 32;

    private readonly ModelLease _lease;
    private readonly TextEmbedder _embedder;

    public ModelVectors(string folder)
    {
        _lease = new SharedModels().Lend(folder);
        _embedder = _lease.Model.Family == ModelFamily.DualEncoder ? _lease.Model.AsDualEncoder().Texts : _lease.Model.AsTextEmbedder();
    }

    /// <summary>The vectors of texts, in their order; null where one has no direction.</summary>
    public IEnumerable<float[]?> Of(IEnumerable<string> texts)
    {
        foreach (var chunk in texts.Chunk(Batch))
        {
            foreach (var vector in _embedder.Apply([.. chunk.Select(TextInput.FromString)]))
            {
                yield return UnitVector.Normalize(vector) ? vector : null;
            }
        }
    }

    public void Dispose() => _lease.Dispose();
}
