using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds the one-key form of an operator: its name with its options, or the bare name.</summary>
internal sealed class OperatorBinder(OperatorCatalog catalog, OptionsBinder options, TopologyProblems problems)
{
    /// <summary>The operator; null, with problems added, where it does not fit.</summary>
    public OperatorSpec? Bind(YamlTree node, OperatorRole role) => Split(node, role) is var (name, given) ? Bind(name, given, role) : null;

    /// <summary>Splits the form into name and options; null, with a problem added, where it is not of this form.</summary>
    public (YamlScalar Name, YamlTree Options)? Split(YamlTree node, OperatorRole role)
    {
        switch (node)
        {
            case YamlScalar { IsNull: false } bare:
                return (bare, new YamlScalar("", true, bare.Where));
            case YamlMap { Entries: [var only] }:
                return (only.Key, only.Value);
            case YamlMap { Entries: [_, var second, ..] }:
                problems.Add(second.Key, $"a {Word(role)} is one name with its options; '{TopologyProblems.Excerpt(second.Name)}' is a second one (indent it if it is an option)");
                return null;
            default:
                problems.Add(node, $"a {Word(role)} is expected: a name, or a name with its options");
                return null;
        }
    }

    public OperatorSpec? Bind(YamlScalar name, YamlTree given, OperatorRole role)
    {
        if (catalog.Find(role, name.Value) is { } entry)
        {
            var before = problems.Errors;
            var bound = options.Bind(given is YamlScalar { IsNull: true } ? new YamlMap([], name.Where) : given, entry);
            return problems.Errors == before ? new(entry.Name, entry.Implementation, bound, name.Where.Mark) : null;
        }

        var other = catalog.Named(name.Value).FirstOrDefault();
        problems.Add(
            name,
            other is null ? $"no {Word(role)} is named '{TopologyProblems.Excerpt(name.Value)}'; `streaming operators` lists them" : $"'{name.Value}' is a {Word(other.Role)}, not a {Word(role)}",
            NearestName.Find(name.Value, catalog.Names(role)));
        return null;
    }

    private static string Word(OperatorRole role) => role switch
    {
        OperatorRole.Source => "source",
        OperatorRole.Sink => "sink",
        _ => "step",
    };
}
