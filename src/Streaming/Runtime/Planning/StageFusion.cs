using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Fuses neighbouring operators: pure ones into a parallel stage, serial ones into a serial stage. The pure part of a serial operator joins the parallel
/// stage ahead of it. An operator with a device is a stage of its own, and so is the fetching of media.
/// </summary>
internal sealed class StageFusion(int threads, bool fetchesMedia = false)
{
    // Batches whose media are fetched while those before them are worked on. They wait on the network, not for a processor.
    private const int BatchesFetched = 4;

    private readonly List<PlannedElement> _stages = [];
    private List<StageStep> _open = [];
    private List<StageStep>? _fetched;
    private StageKind _kind;

    /// <summary>Adds the next operator of the line.</summary>
    public void Add(OperatorNode node)
    {
        if (node.Operator is DeviceOperator and IStateful)
        {
            throw new InvalidOperationException($"Operator '{node.Name}' has a device and state: nothing would keep its state.");
        }

        if (fetchesMedia && node.Operator is IReadsMedia)
        {
            AddFetch(new(node, StepPart.Fetch));
        }

        if (!node.Operator.IsSerial)
        {
            AddStep(new(node, StepPart.Apply), StageKind.Parallel);
            return;
        }

        if (node.Operator is IPreparing)
        {
            AddStep(new(node, StepPart.Prepare), StageKind.Parallel);
        }

        AddStep(new(node, StepPart.Apply), node.Operator is DeviceOperator ? StageKind.Device : StageKind.Serial);
    }

    /// <summary>The stages so far; fusion starts afresh.</summary>
    public IReadOnlyList<PlannedElement> Take()
    {
        Close();
        var stages = _stages.ToList();
        _stages.Clear();
        _fetched = null;
        return stages;
    }

    // Neighbours that read media share one fetching and stay one stage. Behind an operator that may name other media they are looked at anew.
    private void AddFetch(StageStep step)
    {
        if (_fetched is not null && _kind == StageKind.Parallel && _open.TrueForAll(s => s.Node.Operator is RuleFilter or IReadsMedia))
        {
            _fetched.Add(step);
            return;
        }

        Close();
        _fetched = [step];
        _stages.Add(new PlannedStage(_fetched, StageKind.Fetch, BatchesFetched));
    }

    private void AddStep(StageStep step, StageKind kind)
    {
        if (_kind != kind || kind == StageKind.Device)
        {
            Close();
        }

        _kind = kind;
        _open.Add(step);
    }

    private void Close()
    {
        if (_open.Count > 0)
        {
            _stages.Add(new PlannedStage(_open, _kind, _kind == StageKind.Parallel ? threads : 1));
            _open = [];
            _fetched = null;
        }
    }
}
