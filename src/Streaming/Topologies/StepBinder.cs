using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds lists of steps, routes and tees among them.</summary>
internal sealed class StepBinder(OperatorBinder operators, TopologyProblems problems)
{
    /// <summary>The names of sinks that branches end in, with their places.</summary>
    public List<YamlScalar> SinkUses { get; } = [];

    // What operators must have for themselves, and the first that names it.
    private readonly Dictionary<string, OperatorSpec> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<StepSpec> Bind(YamlTree? node)
    {
        if (node is null or YamlScalar { IsNull: true })
        {
            return [];
        }

        if (node is not YamlList list)
        {
            problems.Add(node, "steps are a list: each begins with '- '");
            return [];
        }

        var steps = new List<StepSpec>();
        var ended = false;
        foreach (var item in list.Items)
        {
            if (ended)
            {
                problems.Add(item, "no sample reaches this step: every branch of the route before it ends in a sink");
                ended = false;
            }

            if (BindStep(item) is { } step)
            {
                steps.Add(step);
                ended = step is RouteStep route && route.Branches.All(b => b.To is not null);
            }
        }

        return steps;
    }

    private StepSpec? BindStep(YamlTree node)
    {
        if (operators.Split(node, OperatorRole.Step) is not var (name, given))
        {
            return null;
        }

        return name.Value switch
        {
            "route" => BindRoute(name, given),
            "tee" => BindTee(name, given),
            _ => operators.Bind(name, given, OperatorRole.Step) is { } bound ? new OperatorStep(OwningItsPlaces(bound, name)) : null,
        };
    }

    private OperatorSpec OwningItsPlaces(OperatorSpec bound, YamlScalar name)
    {
        foreach (var place in (bound.Options as IOwnsPlaces)?.Places ?? [])
        {
            if (!_places.TryAdd(place, bound))
            {
                problems.Add(name, $"{place} is that of '{_places[place].Name}' in line {_places[place].Where.Line}: each operator needs one of its own");
            }
        }

        return bound;
    }

    private RouteStep? BindRoute(YamlScalar name, YamlTree given)
    {
        var before = problems.Errors;
        var branches = BindBranches(name, given, ["branches", "default"], ["when", "steps", "to"]);
        var fallback = (given as YamlMap)?.Find("default");
        if (fallback is not YamlScalar { IsNull: false } chosen)
        {
            problems.Add(fallback ?? name, "a route needs 'default': the branch of samples for which no 'when' holds");
            return null;
        }

        if (branches.All(b => b.Branch.Name != chosen.Value))
        {
            problems.Add(chosen, $"'default' names no branch: '{TopologyProblems.Excerpt(chosen.Value)}'", NearestName.Find(chosen.Value, branches.Select(b => b.Branch.Name)));
        }

        foreach (var (branch, at) in branches.Where(b => b.HasWhen == (b.Branch.Name == chosen.Value)))
        {
            problems.Add(at, branch.Name == chosen.Value ? $"'{branch.Name}' is the default branch: it has no 'when'" : $"branch '{branch.Name}' needs a 'when', or to be the default");
        }

        return problems.Errors == before ? new([.. branches.Select(b => b.Branch)], name.Where.Mark) : null;
    }

    private TeeStep? BindTee(YamlScalar name, YamlTree given)
    {
        var before = problems.Errors;
        var branches = BindBranches(name, given, ["branches"], ["steps", "to"]);
        foreach (var (branch, at) in branches.Where(b => b.Branch.To is null))
        {
            problems.Add(at, $"branch '{branch.Name}' of a tee needs 'to': the sink in which it ends");
        }

        return problems.Errors == before ? new([.. branches.Select(b => b.Branch)], name.Where.Mark) : null;
    }

    private List<BoundBranch> BindBranches(YamlScalar name, YamlTree given, string[] keys, string[] branchKeys)
    {
        if (given is not YamlMap map || map.Find("branches") is not YamlMap { Entries.Count: > 0 } branches)
        {
            problems.Add(given is YamlMap ? name : given, $"a {name.Value} needs 'branches': names, each with {string.Join(", ", branchKeys)}");
            return [];
        }

        problems.AddUnknown(map, name.Value, keys);
        return [.. branches.Entries.Select(e => BindBranch(e, branchKeys))];
    }

    private BoundBranch BindBranch(YamlEntry entry, string[] keys)
    {
        if (!TopologyNames.IsValid(entry.Name))
        {
            problems.Add(entry.Key, TopologyNames.Message);
        }

        if (entry.Value is not YamlMap map)
        {
            if (entry.Value is not YamlScalar { IsNull: true })
            {
                problems.Add(entry.Value, $"a branch has {string.Join(", ", keys)}");
            }

            return new(new(entry.Name, null, [], null), entry.Key, false);
        }

        problems.AddUnknown(map, $"branch '{entry.Name}'", keys);
        var when = map.Find("when");
        return new(new(entry.Name, BindPredicate(when), Bind(map.Find("steps")), BindSinkName(map.Find("to"))), entry.Key, when is not null);
    }

    private Predicate? BindPredicate(YamlTree? when)
    {
        if (when is null)
        {
            return null;
        }

        if (when is not YamlScalar { IsNull: false } text)
        {
            problems.Add(when, "'when' is a comparison such as text_len >= 1000");
            return null;
        }

        var (predicate, error) = PredicateParser.Parse(text.Value);
        if (error is not null)
        {
            problems.Add(text.Where.Right(error.Column + (text.IsPlain ? 0 : 1)), error.Message);
        }

        return predicate;
    }

    private string? BindSinkName(YamlTree? to)
    {
        if (to is YamlScalar { IsNull: false } name)
        {
            SinkUses.Add(name);
            return name.Value;
        }

        if (to is not null)
        {
            problems.Add(to, "'to' is the name of a sink");
        }

        return null;
    }

    private readonly record struct BoundBranch(BranchSpec Branch, YamlScalar At, bool HasWhen)
    {
        public void Deconstruct(out BranchSpec branch, out YamlScalar at) => (branch, at) = (Branch, At);
    }
}
