using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>What was counted of one epoch where its batches ended: exact, since batches and barriers arrive in order.</summary>
internal sealed class EpochTally
{
    private readonly SortedDictionary<int, StepTally> _operators = [];
    private readonly SortedDictionary<int, FigureTally> _figures = [];

    public long Out { get; private set; }

    public long Rejected { get; private set; }

    public long DeadLettered { get; private set; }

    /// <summary>Adds a batch that arrived.</summary>
    public void Add(BatchFlow flow)
    {
        Out += flow.Batch.Samples.Count;
        Rejected += flow.Batch.Rejected.Count;
        DeadLettered += flow.Batch.DeadLetters.Count;
        foreach (var tally in flow.Tallies)
        {
            Add(tally);
            if (tally.Figures is { } seen)
            {
                FiguresOf(tally.Node.Index).Add(seen);
            }
        }
    }

    /// <summary>Adds what another end counted.</summary>
    public void Add(EpochTally other)
    {
        Out += other.Out;
        Rejected += other.Rejected;
        DeadLettered += other.DeadLettered;
        foreach (var tally in other._operators.Values)
        {
            Add(tally);
        }

        foreach (var (index, figures) in other._figures)
        {
            FiguresOf(index).Add(figures);
        }
    }

    /// <summary>The figures that an operator saw; null where nobody followed them, or there were none.</summary>
    public FigureTally? Figures(OperatorNode node) => _figures.GetValueOrDefault(node.Index);

    /// <summary>The operators' counts. Busy time is not told per epoch: a replay would differ.</summary>
    public IReadOnlyList<OperatorCounts> Operators =>
        [.. _operators.Values.Select(t => new OperatorCounts(t.Node.Name, t.Node.Index, t.In, t.Out, t.Rejected, t.DeadLettered, 0))];

    private FigureTally FiguresOf(int index) => _figures.TryGetValue(index, out var tally) ? tally : _figures[index] = new();

    private void Add(in StepTally tally)
    {
        var before = _operators.GetValueOrDefault(tally.Node.Index);
        _operators[tally.Node.Index] = new(
            tally.Node, before.In + tally.In, before.Out + tally.Out, before.Rejected + tally.Rejected, before.DeadLettered + tally.DeadLettered);
    }
}
