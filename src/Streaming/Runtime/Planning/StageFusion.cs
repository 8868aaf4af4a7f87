using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Fuses neighbouring operators: pure ones into a parallel stage, serial ones into a serial stage. The pure part of a serial operator joins the parallel
/// stage ahead of it. An operator with a device is a stage of its own.
/// </summary>
internal sealed class StageFusion(int threads)
{
    private readonly List<PlannedElement> _stages = [];
    private List<StageStep> _open = [];
    private StageKind _kind;

    /// <summary>Adds the next operator of the line.</summary>
    public void Add(OperatorNode node)
    {
        if (node.Operator is DeviceOperator and IStateful)
        {
            throw new InvalidOperationException($"Operator '{node.Name}' has a device and state: nothing would keep its state.");
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
        return stages;
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
        }
    }
}
