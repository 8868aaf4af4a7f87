using Streaming.Runtime;
using Streaming.Samples;

namespace Streaming.Benchmarks.Loop;

/// <summary>Learns what a run gives it, and tells its losses.</summary>
/// <param name="seed">Of the model.</param>
/// <param name="reference">A model whose losses are told beside; null: none.</param>
internal sealed class LoopTrainer(int seed, LoopModel? reference)
{
    private const int BatchTexts = 16;

    private readonly Dictionary<string, double> _references = [];

    /// <summary>The model.</summary>
    public LoopModel Model { get; } = new(seed);

    /// <summary>Tokens learnt from.</summary>
    public long Tokens { get; private set; }

    /// <summary>Steps made.</summary>
    public long Step { get; private set; }

    /// <summary>Tokens that the reference model read; a text is read once.</summary>
    public long ReferenceTokens { get; private set; }

    /// <summary>Learns an epoch, in its order. A rest that fills no batch is learnt as a smaller one.</summary>
    public LossReport Learn(IReadOnlyList<Sample> epoch)
    {
        var losses = new List<SampleLoss>(epoch.Count);
        foreach (var batch in epoch.Chunk(BatchTexts))
        {
            var told = Model.Learn([.. batch.Select(s => s.Text)]);
            losses.AddRange(batch.Zip(told, (s, loss) => new SampleLoss(s.Id, s.Lineage.Split.Source, loss, ReferenceOf(s.Text))));
            Tokens += batch.Sum(s => s.Text.Length);
            Step++;
        }

        return new() { Step = Step, Samples = losses };
    }

    private double? ReferenceOf(string text)
    {
        if (reference is null)
        {
            return null;
        }

        if (!_references.TryGetValue(text, out var loss))
        {
            _references[text] = loss = reference.Loss(text);
            ReferenceTokens += text.Length;
        }

        return loss;
    }
}
