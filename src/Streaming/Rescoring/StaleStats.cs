using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Runtime;

namespace Streaming.Rescoring;

/// <summary>Tells which stats of a reject were computed by a model that is another one by now: by the digests that the epoch's manifest names.</summary>
internal sealed class StaleStats
{
    private Dictionary<long, IReadOnlyDictionary<string, string>> _models = [];
    private readonly Dictionary<long, string[]> _stale = [];
    private IReadOnlyList<(OperatorNode Node, string[] Stats)> _scorers = [];

    /// <summary>Operators with models that are asked again, and what each epoch was made with. Their models are known once they are open.</summary>
    public void Watch(IEnumerable<OperatorNode> scorers, IEnumerable<EpochManifest> epochs)
    {
        _scorers = [.. scorers.Select(node => (node, StatsOf(node)))];
        _models = epochs.ToDictionary(e => e.Epoch, e => e.Models);
    }

    /// <summary>The models of those operators, with their digests.</summary>
    public string ModelsNow => string.Join(' ', _scorers.SelectMany(s => ((IUsesModels)s.Node.Operator).Models).Select(m => $"{m.Key}={m.Value}"));

    /// <summary>The stats to compute again of a sample that was rejected in that epoch.</summary>
    public IReadOnlyList<string> Of(long epoch)
    {
        if (!_stale.TryGetValue(epoch, out var stale))
        {
            var then = _models.GetValueOrDefault(epoch);
            _stale[epoch] = stale = [.. _scorers.Where(s => !((IUsesModels)s.Node.Operator).Models.All(now => then?.GetValueOrDefault(now.Key) == now.Value)).SelectMany(s => s.Stats)];
        }

        return stale;
    }

    // What it adds to a schema that has no stats yet is what it computes.
    private static string[] StatsOf(OperatorNode node)
    {
        var bare = new RowSchema([.. node.Input.Columns.Where(c => c.Name != KnownColumns.Stats)]);
        return node.Operator.Describe(bare).Find(KnownColumns.Stats)?.Type is StructType stats ? [.. stats.Fields.Select(f => f.Name)] : [];
    }
}
