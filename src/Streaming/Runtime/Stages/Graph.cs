using System.Threading.Tasks.Dataflow;
using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>A plan as dataflow blocks, built from the sinks back to the sources.</summary>
internal sealed class Graph
{
    private readonly Plan _plan;
    private readonly GraphParts _parts;
    private readonly List<INode> _nodes = [];
    private readonly Dictionary<INode, StageBytes> _bytes = [];

    public Graph(Plan plan, GraphParts parts)
    {
        _plan = plan;
        _parts = parts;
        var main = BuildLine(plan.Main, null);
        if (plan.Sources.Count == 1)
        {
            Chains = [BuildLine(plan.Sources[0].Line, main)];
            return;
        }

        Merge = Keep(new Merge(plan.Sources.Count, main, parts.Fault));
        Chains = [.. plan.Sources.Select((s, i) => BuildLine(s.Line, EdgeTo(Merge, Merge.Inputs[i])))];
    }

    /// <summary>Where each source's batches go in.</summary>
    public IReadOnlyList<Edge> Chains { get; }

    /// <summary>Where the sources' chains come together; null with one source.</summary>
    public Merge? Merge { get; }

    /// <summary>Every node.</summary>
    public IReadOnlyList<INode> Nodes => _nodes;

    /// <summary>What waits at each node, from the sources to the sinks.</summary>
    public IReadOnlyList<StageStatus> Status => [.. _nodes.AsEnumerable().Reverse().Select(n => new StageStatus(n.Name, n.Waiting, _bytes[n].Now))];

    /// <summary>The ends of the graph, each of which a barrier must reach.</summary>
    public static int CountEnds(Plan plan) => CountEnds(plan.Main) + plan.Sources.Sum(s => CountEnds(s.Line));

    /// <summary>Whether windows are gathered on lines that come together again.</summary>
    public static bool NeedsMarks(Plan plan) => plan.Operators.Any(o => o.Operator is Operators.DeviceOperator) && (plan.Sources.Count > 1 || plan.Sources.Select(s => s.Line).Append(plan.Main).Any(HasRoute));

    private static bool HasRoute(PlannedLine line) => line.Elements.OfType<PlannedFork>().Any(fork => !fork.Copies || fork.Branches.Any(b => HasRoute(b.Line)));

    private static int CountEnds(PlannedLine line) =>
        (line.Sinks.Count > 0 ? 1 : 0) + line.Elements.OfType<PlannedFork>().Sum(f => f.Branches.Sum(b => CountEnds(b.Line)));

    private Edge BuildLine(PlannedLine line, Edge? next)
    {
        var edge = line.Sinks.Count > 0 ? EdgeTo(Keep(_parts.Sink(line.Sinks)), n => n.Input) : next;
        foreach (var element in line.Elements.Reverse())
        {
            edge = element switch
            {
                PlannedStage stage => BuildStage(stage, edge!),
                PlannedFork fork => BuildFork(fork, edge),
                _ => throw new InvalidOperationException($"Unknown element {element}."),
            };
        }

        return edge ?? throw new Operators.BadInputException("A line of the topology ends in no sink: give its last branch a sink, or let a branch join again.");
    }

    private Edge BuildStage(PlannedStage stage, Edge next) => stage.Kind switch
    {
        StageKind.Device => EdgeTo(Keep(new DeviceStage(stage.Steps[0], next, _parts.Fault, _parts.Guard, _plan)), n => n.Input),
        StageKind.Serial => EdgeTo(Keep(new SerialStage(stage.Steps, next, _parts.Fault, _parts.Guard, _plan.Budget)), n => n.Input),
        _ => EdgeTo(Keep(new ParallelStage(stage.Steps, stage.Threads, stage.Capacity, next, _parts.Fault, _parts.Guard, _plan.Decoded)), n => n.Input),
    };

    private Edge BuildFork(PlannedFork fork, Edge? next)
    {
        var branches = new List<ForkBranch>();
        if (fork.Copies)
        {
            branches.Add(new(null, next ?? throw new Operators.BadInputException("A tee's main line ends in no sink.")));
            branches.AddRange(fork.Branches.Select(b => new ForkBranch(null, BuildLine(b.Line, null))));
        }
        else
        {
            var back = fork.Branches.Count(b => b.Line.Sinks.Count == 0);
            var join = back > 0 && next is not null ? Keep(new Join(back, next, _parts.Fault)) : null;
            var joined = 0;
            branches.AddRange(fork.Branches.Select(b =>
                new ForkBranch(b.When, BuildLine(b.Line, b.Line.Sinks.Count == 0 && join is not null ? EdgeTo(join, join.Inputs[joined++]) : null))));
        }

        return EdgeTo(Keep(new Fork(fork.Name, branches, fork.Copies, _parts.Fault, _plan.Budget, _parts.Counters)), n => n.Input);
    }

    private Edge EdgeTo<T>(T node, Func<T, ITargetBlock<Flow>> input)
        where T : INode => EdgeTo(node, input(node));

    private Edge EdgeTo(INode node, ITargetBlock<Flow> input) => new(input, _parts.Fault, _bytes[node]);

    private T Keep<T>(T node)
        where T : INode
    {
        _nodes.Add(node);
        _bytes[node] = new();
        return node;
    }
}

/// <summary>What the nodes of a graph share.</summary>
/// <param name="Fault">The run's fault.</param>
/// <param name="Guard">Runs steps.</param>
/// <param name="Counters">Counts.</param>
/// <param name="Sink">Makes the end that writes the sinks with these places.</param>
internal sealed record GraphParts(RunFault Fault, Guard Guard, RunCounters Counters, Func<IReadOnlyList<int>, SinkStage> Sink);
