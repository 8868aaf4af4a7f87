using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds <c>rejects</c> and <c>dead_letters</c> that are a sink of their own: its name stands among their options, as in <c>{ kafka: { … }, max_ratio: 0.1 }</c>.</summary>
internal sealed class SideOutputBinder(OperatorCatalog catalog, OperatorBinder operators, TopologyProblems problems)
{
    /// <summary>The topology without the sink, and the sink; null where there is none.</summary>
    public (YamlMap Root, OperatorSpec? Sink) Take(YamlMap root, string output)
    {
        if (root.Find(output) is not YamlMap map || map.Entries.Where(e => catalog.Find(OperatorRole.Sink, e.Name) is not null).ToList() is not [var sink, ..] sinks)
        {
            return (root, null);
        }

        if (sinks.Count > 1 || map.Find("path") is not null)
        {
            problems.Add(sinks[^1].Key, $"'{output}' goes to one place: give a path, or one sink");
        }

        var rest = new YamlMap([.. map.Entries.Where(e => !sinks.Contains(e))], map.Where);
        return (root.With(root.Entries.First(e => e.Name == output).Key, rest), operators.Bind(sink.Key, sink.Value, OperatorRole.Sink));
    }
}
