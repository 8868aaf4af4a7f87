using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Rescoring;

/// <summary>The part of a topology that rejects of one operator go through.</summary>
/// <param name="Asked">The steps that are asked again; the last one is the operator that refused.</param>
/// <param name="Rest">The steps behind it.</param>
/// <param name="Sinks">The sinks that the rest ends in.</param>
internal sealed record RescoreLine(IReadOnlyList<StepSpec> Asked, IReadOnlyList<StepSpec> Rest, IReadOnlyList<SinkSpec> Sinks)
{
    /// <summary>The names of <see cref="Asked"/>: what they refuse again stays where it is.</summary>
    public IReadOnlySet<string> Names => Asked.OfType<OperatorStep>().Select(s => s.Operator.Name).ToHashSet();

    /// <summary>Finds it.</summary>
    /// <param name="spec">The topology.</param>
    /// <param name="name">The operator that refused.</param>
    /// <param name="from">An operator before it that is asked again too; null: none.</param>
    /// <exception cref="BadInputException">It is not there once, or in a branch.</exception>
    public static RescoreLine Of(TopologySpec spec, string name, string? from)
    {
        var lines = spec.Sources.Select(s => (s.Steps, Then: (IReadOnlyList<StepSpec>)spec.Steps)).Append((spec.Steps, []));
        var places = lines.SelectMany(line => line.Steps.Select((step, at) => (line.Steps, line.Then, Step: step, At: at))).Where(p => IsNamed(p.Step, name)).ToList();
        if (places is not [var place])
        {
            throw new BadInputException(places.Count == 0
                ? $"The topology has no step '{name}' outside branches: its rejects cannot be re-scored."
                : $"The topology has {places.Count} steps '{name}': which of them refused a sample is not known.");
        }

        var first = from is null ? place.At : place.Steps.Take(place.At).ToList().FindLastIndex(step => IsNamed(step, from));
        IReadOnlyList<StepSpec> asked = first < 0 ? [] : [.. place.Steps.Skip(first).Take(place.At - first + 1)];
        if (asked.Count == 0 || asked.Any(step => step is not OperatorStep))
        {
            throw new BadInputException($"There is no step '{from}' before '{name}', or a branch lies between them.");
        }

        IReadOnlyList<StepSpec> rest = [.. place.Steps.Skip(place.At + 1), .. place.Then];
        return new(asked, rest, [.. spec.Sinks.Where((sink, i) => i == 0 || IsReached(spec, rest, sink.Name))]);
    }

    // A sink that only branches name which lie before is not written to.
    private static bool IsReached(TopologySpec spec, IReadOnlyList<StepSpec> rest, string sink) =>
        rest.SelectMany(SinksOf).Contains(sink) || !spec.Sources.SelectMany(s => s.Steps).Concat(spec.Steps).SelectMany(SinksOf).Contains(sink);

    private static IEnumerable<string> SinksOf(StepSpec step) => BranchesOf(step).SelectMany(b => b.Steps.SelectMany(SinksOf).Concat(b.To is null ? [] : [b.To]));

    private static IReadOnlyList<BranchSpec> BranchesOf(StepSpec step) => step switch { RouteStep r => r.Branches, TeeStep t => t.Branches, _ => [] };

    private static bool IsNamed(StepSpec step, string name) => step is OperatorStep { Operator: var declared } && declared.Name == name;
}
