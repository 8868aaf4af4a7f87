using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Fuses neighbouring operators: pure ones into a parallel stage, serial ones into a serial stage. The pure part of a serial operator joins the parallel
/// stage ahead of it.
/// </summary>
internal sealed class StageFusion(int threads)
{
    private readonly List<PlannedElement> _stages = [];
    private List<StageStep> _open = [];
    private bool _isSerial;

    /// <summary>Adds the next operator of the line.</summary>
    public void Add(OperatorNode node)
    {
        if (!node.Operator.IsSerial)
        {
            AddStep(new(node, StepPart.Apply), serial: false);
            return;
        }

        if (node.Operator is IPreparing)
        {
            AddStep(new(node, StepPart.Prepare), serial: false);
        }

        AddStep(new(node, StepPart.Apply), serial: true);
    }

    /// <summary>The stages so far; fusion starts afresh.</summary>
    public IReadOnlyList<PlannedElement> Take()
    {
        Close();
        var stages = _stages.ToList();
        _stages.Clear();
        return stages;
    }

    private void AddStep(StageStep step, bool serial)
    {
        if (_open.Count > 0 && _isSerial != serial)
        {
            Close();
        }

        _isSerial = serial;
        _open.Add(step);
    }

    private void Close()
    {
        if (_open.Count > 0)
        {
            _stages.Add(new PlannedStage(_open, _isSerial, _isSerial ? 1 : threads));
            _open = [];
        }
    }
}
