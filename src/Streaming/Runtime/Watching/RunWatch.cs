using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// What is kept of the samples that pass a plan's operators, for people who look: a few examples of each outcome, and a sample of the figures of each range. It says what happened since the run began, of this process alone; nothing is
/// kept, and nothing costs, before <see cref="Start"/>.
/// </summary>
internal sealed class RunWatch(IReadOnlyList<OperatorNode> operators, MemoryBudget budget, TimeProvider time)
{
    // Media of all examples together: of the budget at most a sixteenth.
    private const long MostBytes = 16 << 20;

    private IReadOnlyList<OperatorWatch> _watches = [];
    private IMemoryAccount? _account;

    /// <summary>Whether anything is kept.</summary>
    public bool IsOn => _watches.Count > 0;

    /// <summary>Begins to keep. Before the plan runs.</summary>
    public void Start()
    {
        if (IsOn || operators.Count == 0)
        {
            return;
        }

        _account = budget.OpenAccount();
        var room = Math.Min(MostBytes, budget.Limit / 16) / operators.Count;
        _watches = [.. operators.Select(o => o.Watch = new($"{o.Index}.{o.Name}", o.Operator as IRanged, room, time))];
    }

    /// <summary>An operator by place and name, or by its name where it is the only one.</summary>
    /// <exception cref="BadInputException">There is none, or more than one.</exception>
    public OperatorWatch Find(string name)
    {
        var found = _watches.Where(w => w.Label == name || w.Label[(w.Label.IndexOf('.', StringComparison.Ordinal) + 1)..] == name).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new BadInputException($"No operator is '{name}'. There are: {string.Join(", ", _watches.Select(w => w.Label))}."),
            _ => throw new BadInputException($"'{name}' is there more than once: {string.Join(", ", found.Select(w => w.Label))}."),
        };
    }

    /// <summary>Charges what is kept to the budget.</summary>
    public void Charge() => _account?.Hold(_watches.Sum(w => w.Bytes));

    /// <summary>Charges nothing more.</summary>
    public void Release() => _account?.Hold(0);
}
