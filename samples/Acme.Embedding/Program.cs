using Acme.Operators;
using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

// Runs a topology from code: the program's operators, and one of its own. Arguments: a folder with *.jsonl, a folder for the table.
if (args is not [var input, var output])
{
    Console.Error.WriteLine("Give a folder with *.jsonl files and a folder for the table.");
    return 2;
}

var topology = $$"""
    name: embedded
    source: { jsonl: { path: "{{input}}/*.jsonl" } }
    steps:
      - whitespace_normalization_mapper
      - acme_reading_time_filter: { min_minutes: 0.02 }
    sink: { delta: { path: "{{output}}" } }
    """;

// Every operator beside the program, and those of another assembly. Types may also be named one by one: new OperatorCatalog(types).
var catalog = new OperatorCatalog([.. OperatorCatalog.Default.Entries.Select(entry => entry.Implementation), typeof(ReadingTimeFilter)]);
var reading = new TopologyReader(catalog).ReadText(topology, Environment.CurrentDirectory);
foreach (var problem in reading.Problems)
{
    Console.Error.WriteLine(problem);
}

if (reading.Spec is not { } spec)
{
    return 2;
}

// The first Ctrl-C drains: what is in flight is finished and committed, and the same program goes on from there.
using var drain = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !drain.IsCancellationRequested;
    drain.Cancel();
};

await using var plan = await Planner.PlanAsync(spec, abort: drain.Token);
var report = await Run.ExecuteAsync(plan, new() { Warn = Console.Error.WriteLine }, drain.Token);
var (samples, version) = (report.Totals.Samples, report.Totals.Version);
Console.WriteLine($"{report.Status}: {samples.In} in, {samples.Out} out, {samples.Rejected} rejected, version {version} of {output}");
return report.Status == RunStatus.Completed ? 0 : 1;
