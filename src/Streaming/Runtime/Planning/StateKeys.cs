using Streaming.Epochs;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>The keys under which the operators of a topology keep their state: by name, and by rank among those of one name in the order of planning.</summary>
internal sealed class StateKeys
{
    private readonly Dictionary<OperatorSpec, string> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _ranks = [];

    /// <summary>The keys of a whole topology, for a plan of a part of it.</summary>
    public static StateKeys Of(TopologySpec spec)
    {
        var keys = new StateKeys();
        foreach (var step in spec.Sources.SelectMany(s => s.Steps).Concat(spec.Steps))
        {
            keys.Visit(step);
        }

        return keys;
    }

    /// <summary>The key of an operator; a new one gets the next rank.</summary>
    public string KeyOf(OperatorSpec declared)
    {
        if (!_known.TryGetValue(declared, out var key))
        {
            var rank = _ranks[declared.Name] = _ranks.GetValueOrDefault(declared.Name, -1) + 1;
            _known[declared] = key = OperatorKey.Of(declared.Name, rank);
        }

        return key;
    }

    /// <summary>The branches of a fork in the order in which they are planned: a route's default comes last.</summary>
    public static IReadOnlyList<BranchSpec> BranchesOf(StepSpec step) => step switch
    {
        RouteStep route => [.. route.Branches.OrderBy(b => b.When is null)],
        TeeStep tee => tee.Branches,
        _ => [],
    };

    private void Visit(StepSpec step)
    {
        if (step is OperatorStep { Operator: var declared })
        {
            _ = KeyOf(declared);
        }

        foreach (var inner in BranchesOf(step).SelectMany(b => b.Steps))
        {
            Visit(inner);
        }
    }
}
