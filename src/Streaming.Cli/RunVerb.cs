using System.Text.Json.Nodes;
using Streaming.Cli.Serving;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary><c>run</c>: runs a topology.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var topology = new Argument<string>("topology") { Description = "A topology file (YAML)." };
        var fresh = new Option<bool>("--fresh") { Description = "Refuse unless the table is empty; without it a run goes on where its table ends." };
        var stopAt = new Option<string?>("--stop-at") { Description = "end: unbounded sources stop at what was there at the start." };
        stopAt.AcceptOnlyFromAmong("end");
        var maxEpochs = new Option<long?>("--max-epochs") { Description = "Drain after so many epochs." };
        maxEpochs.Validators.Add(result => { if (result.GetValueOrDefault<long?>() < 1) { result.AddError("--max-epochs takes 1 or more."); } });
        var threads = new Option<int?>("--threads") { Description = "Threads of each parallel stage; default: the number of processors. The output does not depend on it." };
        threads.Validators.Add(result => { if (result.GetValueOrDefault<int?>() < 1) { result.AddError("--threads takes 1 or more."); } });
        var shard = new Option<string?>("--shard") { HelpName = "i/n", Description = "Read the i-th of n parts of the files (0/4 … 3/4): as many workers, one table. The same command goes on with its part." };
        shard.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SplitShard.Parse(text) is null)
            {
                result.AddError($"--shard takes i/n with i from 0 to n - 1, e.g. 0/4; '{text}' is none.");
            }
        });
        var command = new Command("run", "Runs a topology. Ctrl-C drains and commits (exit code 130), a second one aborts; the same command goes on.") { topology, fresh, stopAt, maxEpochs, threads, shard };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(topology)!,
            new() { Threads = parsed.GetValue(threads), Shard = parsed.GetValue(shard) is { } part ? SplitShard.Parse(part) : null },
            new() { Fresh = parsed.GetValue(fresh), StopAtEnd = parsed.GetValue(stopAt) is not null, MaxEpochs = parsed.GetValue(maxEpochs), OwnsProcess = true },
            terminal,
            global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(string topology, PlanOptions planning, RunOptions options, Terminal terminal, Settings settings)
    {
        if (options.Fresh && planning.Shard is not null)
        {
            throw new BadInputException("--fresh asks for an empty table, and with --shard other workers fill it: leave one of them out.");
        }

        using var interruption = new Interruption(terminal);
        var spec = TopologyFile.Read(topology, terminal, settings);
        if (await PlanAsync(spec, planning, interruption.Drain) is not { } planned)
        {
            return TellNothingBegan(spec, terminal, settings);
        }

        await using var plan = planned;
        await using var served = await ServedRun.StartAsync(plan, terminal, settings);
        var paced = served?.Pace(options, plan) ?? options;
        var report = await RunProgress.FollowAsync(
            terminal, settings, progress => Run.ExecuteAsync(plan, paced with { Progress = served?.And(progress) ?? progress, Warn = Warning(terminal, settings) }, interruption.Drain));
        Tell(report, topology, terminal, settings);
        await (served?.EndAsync(report, spec.Feed!.Stay, interruption.Drain) ?? Task.CompletedTask);
        return ExitCode.Of(report);
    }

    private static Action<string>? Warning(Terminal terminal, Settings settings) =>
        settings.Log >= LogDetail.Warning ? warning => terminal.Error.WriteLine($"warning: {warning}") : null;

    // Null where it was interrupted before.
    private static async Task<Plan?> PlanAsync(TopologySpec spec, PlanOptions planning, CancellationToken drain)
    {
        try
        {
            return await Planner.PlanAsync(spec, planning, drain);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>For who was interrupted before anything began.</summary>
    public static int TellNothingBegan(TopologySpec spec, Terminal terminal, Settings settings)
    {
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["status"] = "interrupted", ["pipeline"] = spec.Name }));
        }

        return ExitCode.Interrupted;
    }

    private static void Tell(RunReport report, string topology, Terminal terminal, Settings settings)
    {
        if (!settings.Quiet)
        {
            RunSummary.Write(report, settings.Json ? terminal.ErrorConsole : terminal.OutConsole);
        }

        if (report.Error is { } error)
        {
            var place = string.Join(", ", new[] { error.Operator is { } o ? $"operator {o}" : "", error.Split is { } s ? $"split {s}" : "", error.Position is { } p ? $"position {p}" : "" }.Where(x => x.Length > 0));
            terminal.Error.WriteLine($"error: {error.Message}{(place.Length > 0 ? $" ({place})" : "")}");
            terminal.Error.WriteLine($"Nothing uncommitted is visible. Once the cause is gone, `streaming run {topology}` goes on after the last commit.");
            if (settings.Log == LogDetail.Debug)
            {
                terminal.Error.WriteLine(error.Exception);
            }
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(RunJson.Of(report)));
        }
    }
}
