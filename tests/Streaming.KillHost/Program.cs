using System.Globalization;
using Streaming.KillHost;
using Streaming.Runtime;

// KillHost FOLDER STORE OPERATION COUNT AFTER: runs a small topology into FOLDER and kills itself with SIGKILL at the COUNT-th OPERATION on STORE ('out',
// 'rejects'), before its effect or after it. COUNT 0 never kills.
var (folder, store, operation, count, after) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture), bool.Parse(args[4]));
using var topology = new KillTopology(folder, store, operation, count, after).Build();
await using var plan = await Planner.PlanAsync(topology.Build());
var report = await Run.ExecuteAsync(plan, new(), CancellationToken.None);
return report.Error is null ? 0 : 1;
