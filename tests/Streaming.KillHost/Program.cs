using System.Globalization;
using Streaming.KillHost;
using Streaming.Runtime;
using Streaming.Tables;
using Streaming.Testing;

// KillHost FOLDER STORE OPERATION COUNT AFTER [JOB]: runs a small topology into FOLDER and kills itself with SIGKILL at the COUNT-th OPERATION on STORE ('out',
// 'rejects'), before its effect or after it. COUNT 0 never kills. JOB 'compact' merges the small files of FOLDER/out instead, 'run-and-compact' does both at once.
var (folder, store, operation, count, after) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture), bool.Parse(args[4]));
var job = args.ElementAtOrDefault(5) ?? "run";
if (job == "compact")
{
    var table = new KillingStore(new LocalStore(Path.Combine(folder, store)), operation, count, after);
    await new TableCompaction(table, new(table, null), new LineShards(), KillTopology.Compaction).RunAsync(CancellationToken.None);
    return 0;
}

using var topology = new KillTopology(folder, store, operation, count, after, job == "run-and-compact").Build();
await using var plan = await Planner.PlanAsync(topology.Build());
var report = await Run.ExecuteAsync(plan, new(), CancellationToken.None);
return report.Error is null ? 0 : 1;
