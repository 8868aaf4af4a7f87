using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Runtime;

/// <summary>Plans chains of steps: numbers the operators in the order of the file, follows the schema, fuses.</summary>
internal sealed class LinePlanner(TopologySpec spec, int threads, StateKeys? keys = null)
{
    private readonly StateKeys _keys = keys ?? new();
    private readonly RowSchema?[] _sinkSchemas = new RowSchema?[spec.Sinks.Count];
    private readonly List<OperatorNode> _operators = [];

    public int Threads => threads;

    public IReadOnlyList<OperatorNode> Operators => _operators;

    /// <summary>The columns of every sample that some operator can refuse. Packs are not refused.</summary>
    public RowSchema RejectsSchema { get; private set; } = RowSchema.Text;

    /// <summary>Plans the steps after the mix; they end in every sink that no branch names.</summary>
    public PlannedLine PlanMain(IReadOnlyList<StepSpec> steps, RowSchema input)
    {
        var named = new HashSet<string>(spec.Steps.Concat(spec.Sources.SelectMany(s => s.Steps)).SelectMany(BranchSinks));
        return PlanLine(steps, input, [.. Enumerable.Range(0, spec.Sinks.Count).Where(i => !named.Contains(spec.Sinks[i].Name))]);
    }

    /// <summary>Plans a line that ends in the given sinks, or goes on where there are none.</summary>
    public PlannedLine PlanLine(IReadOnlyList<StepSpec> steps, RowSchema input, IReadOnlyList<int> sinks)
    {
        var elements = new List<PlannedElement>();
        var fusion = new StageFusion(threads, spec.HttpMedia is not null);
        var schema = input;
        foreach (var step in steps)
        {
            if (step is OperatorStep { Operator: var declared })
            {
                (var node, schema) = PlanOperator(declared, schema);
                fusion.Add(node);
                continue;
            }

            elements.AddRange(fusion.Take());
            (var fork, schema) = PlanFork(step, schema);
            elements.Add(fork);
        }

        elements.AddRange(fusion.Take());
        foreach (var sink in sinks)
        {
            _sinkSchemas[sink] = _sinkSchemas[sink] is { } before ? SchemaUnion.Of(before, schema, "one branch", "another") : schema;
        }

        return new(elements, schema, sinks);
    }

    /// <summary>The sinks, once every line is planned; below <paramref name="folder"/> where it is given.</summary>
    public IReadOnlyList<PlannedSink> PlanSinks(string? folder) => [.. spec.Sinks.Select((s, i) =>
    {
        var sink = (Sink)s.Sink.Create();
        return new PlannedSink(
            s.Name,
            folder is null ? sink : new RelocatedSink(sink, StorePlace.Join(folder, s.Name)),
            _sinkSchemas[i] ?? throw new BadInputException($"Nothing is written to sink '{s.Name}'."));
    })];

    private (OperatorNode Node, RowSchema Output) PlanOperator(OperatorSpec declared, RowSchema input)
    {
        var @operator = (Operator)declared.Create();
        var node = new OperatorNode(@operator, declared.Name, _operators.Count, _keys.KeyOf(declared)) { Input = input };
        _operators.Add(node);
        var output = @operator.Describe(input);
        foreach (var schema in new[] { input, output }.Where(s => s.Find(KnownColumns.Id) is not null))
        {
            RejectsSchema = SchemaUnion.Of(RejectsSchema, schema, "an earlier step", $"step '{declared.Name}'");
        }

        return (node, output);
    }

    private (PlannedFork Fork, RowSchema Output) PlanFork(StepSpec step, RowSchema input)
    {
        var (branches, copies) = (StateKeys.BranchesOf(step), step is TeeStep);
        var planned = branches.Select(b => new PlannedBranch(b.Name, b.When, PlanLine(b.Steps, input, b.To is null ? [] : [SinkIndex(b.To)]))).ToList();
        var back = planned.Where(b => b.Line.Sinks.Count == 0).Select(b => b.Line.Output).ToList();
        var output = copies || back.Count == 0 ? input : back.Aggregate((a, b) => SchemaUnion.Of(a, b, "one branch", "another"));
        return (new(copies ? "tee" : "route", planned, copies), output);
    }

    private int SinkIndex(string name) => spec.Sinks.ToList().FindIndex(s => s.Name == name);

    private static IEnumerable<string> BranchSinks(StepSpec step)
    {
        var branches = step switch { RouteStep r => r.Branches, TeeStep t => t.Branches, _ => [] };
        return branches.Where(b => b.To is not null).Select(b => b.To!).Concat(branches.SelectMany(b => b.Steps).SelectMany(BranchSinks));
    }
}
