using System.Text.Json.Nodes;

namespace Streaming.Runtime;

/// <summary>A plan as a tree, for people and tools.</summary>
/// <param name="Kind"><c>plan</c>, <c>source</c>, <c>merge</c>, <c>fetch</c>, <c>parallel</c>, <c>serial</c>, <c>device</c>, <c>route</c>, <c>tee</c>, <c>branch</c>, <c>sink</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Details">Operators, threads, capacities, columns: key and value.</param>
/// <param name="Parts">What follows or lies in it, in the order of the flow.</param>
public sealed record PlanOutline(string Kind, string Name, IReadOnlyList<KeyValuePair<string, string>> Details, IReadOnlyList<PlanOutline> Parts)
{
    /// <summary>The tree as JSON: kind, name, details, parts.</summary>
    public JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["name"] = Name,
        ["details"] = new JsonObject(Details.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value))),
        ["parts"] = new JsonArray([.. Parts.Select(p => p.ToJson())]),
    };

    internal static PlanOutline Of(Plan plan)
    {
        var parts = new List<PlanOutline>();
        foreach (var source in plan.Sources)
        {
            parts.Add(new("source", source.Name, [new("kind", source.Kind), new("bounded", source.Source.IsBounded ? "yes" : "no"), new("columns", Columns(source.Schema))], Of(source.Line, plan)));
        }

        if (plan.Sources.Count > 1)
        {
            parts.Add(new("merge", plan.Spec.Mix is null ? "merge" : "mix", [], []));
        }

        parts.AddRange(Of(plan.Main, plan));
        return new("plan", plan.Spec.Name,
        [
            new("memory", $"{plan.MemoryBytes >> 20} MiB"),
            new("epoch", plan.IsOneEpoch ? "the whole input" : $"{plan.Spec.Epoch.Samples} samples or {plan.Spec.Epoch.MaxBytes >> 20} MiB"),
            new("run", plan.RunId),
        ], parts);
    }

    private static List<PlanOutline> Of(PlannedLine line, Plan plan)
    {
        var parts = line.Elements.Select(e => e switch
        {
            PlannedStage stage => Of(stage),
            PlannedFork fork => new(fork.Name, fork.Name, [], [.. fork.Branches.Select(b => new PlanOutline("branch", b.Name, When(b), Of(b.Line, plan)))]),
            _ => throw new InvalidOperationException($"Unknown element {e}."),
        }).ToList();
        parts.AddRange(line.Sinks.Select(i => plan.Sinks[i]).Select(s => new PlanOutline("sink", s.Name, [new("path", s.Sink.Path), new("columns", Columns(s.Schema))], [])));
        return parts;
    }

    private static PlanOutline Of(PlannedStage stage)
    {
        var steps = stage.Steps.Select(s => s.Part == StepPart.Prepare ? $"{s.Node.Name} (prepare)" : s.Node.Name);
        var name = string.Join(" + ", steps);
        return stage.Kind switch
        {
            StageKind.Device => new("device", name, ((Operators.DeviceOperator)stage.Steps[0].Node.Operator).Outline, []),
            StageKind.Serial => new("serial", name, [new("threads", "1"), new("capacity", "4 batches")], []),
            StageKind.Fetch => new("fetch", string.Join(" + ", stage.Steps.Select(s => $"{s.Node.Name} (media)")), [new("capacity", $"{stage.Capacity} batches")], []),
            _ => new("parallel", name, [new("threads", $"{stage.Threads}"), new("capacity", $"{stage.Capacity} batches")], []),
        };
    }

    private static KeyValuePair<string, string>[] When(PlannedBranch branch) => branch.When is null ? [] : [new("when", branch.When.Text)];

    private static string Columns(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => c.Name));
}
