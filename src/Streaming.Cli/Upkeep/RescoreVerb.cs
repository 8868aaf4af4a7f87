using System.Text.Json.Nodes;
using Streaming.Rescoring;
using Streaming.Telemetry;

namespace Streaming.Cli.Upkeep;

/// <summary><c>rescore</c>: gives rejects another chance.</summary>
internal static class RescoreVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var rejects = new Argument<string>("rejects") { Description = "The folder of the rejects, such as out/shards.rejects." };
        var with = new Option<string>("--with") { Required = true, HelpName = "topology", Description = "The topology with the thresholds and models of today." };
        var operators = new Option<string[]>("--operator") { HelpName = "name", Description = "Only the rejects of this operator; may be given several times. Default: of every one but deduplicators.", DefaultValueFactory = _ => [] };
        var from = new Option<string?>("--from") { HelpName = "name", Description = "The step at which they enter, such as the scorer before a threshold. Default: the operator that refused them." };
        var threads = new Option<int?>("--threads") { Description = "Threads of each parallel stage; default: the number of processors." };
        var command = new Command("rescore", "Asks again about rejects when a threshold or a model has moved: those that are kept now go on into the table, each once. Ctrl-C drains; the same command goes on.") { rejects, with, operators, from, threads };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(with)!,
            new(StorePlace.Full(parsed.GetValue(rejects)!)) { Operators = parsed.GetValue(operators)!, From = parsed.GetValue(from), Threads = parsed.GetValue(threads) },
            terminal,
            global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(string topology, RescoreOptions options, Terminal terminal, Settings settings)
    {
        using var interruption = new Interruption(terminal);
        var spec = TopologyFile.Read(topology, terminal, settings);
        try
        {
            var report = await RunProgress.FollowAsync(terminal, settings, progress => Rescore.ExecuteAsync(spec, options, new() { Progress = progress, OwnsProcess = true }, interruption.Drain));
            Tell(report, topology, options, terminal, settings);
            return report.Operators.Count > 0 ? ExitCode.Of(report.Operators[^1].Run) : ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Drain.IsCancellationRequested)
        {
            return RunVerb.TellNothingBegan(spec, terminal, settings);
        }
    }

    private static void Tell(RescoreReport report, string topology, RescoreOptions options, Terminal terminal, Settings settings)
    {
        var people = settings.Json ? terminal.Error : terminal.Out;
        foreach (var one in settings.Quiet ? [] : report.Operators)
        {
            people.WriteLine($"{one.Name}: {Figures.Count(one.Asked)} rejects asked again, {Figures.Count(one.LetIn)} let back in, {Figures.Count(one.Run.Totals.Samples.Out)} samples written to {one.Run.Table}");
        }

        if (report.Operators.Count == 0 && !settings.Quiet)
        {
            people.WriteLine($"There is nothing to ask again in {options.Rejects}.");
        }

        if (report.Operators.Select(o => o.Run.Error).LastOrDefault() is { } error)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
            terminal.Error.WriteLine($"Once the cause is gone, `streaming rescore {options.Rejects} --with {topology}` goes on.");
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(Json(report)));
        }
    }

    private static JsonObject Json(RescoreReport report)
    {
        var json = report.Operators.Count > 0 ? RunJson.Of(report.Operators[^1].Run) : new JsonObject { ["status"] = "completed" };
        json["rescored"] = new JsonArray([.. report.Operators.Select(one => (JsonNode)new JsonObject
        {
            ["operator"] = one.Name,
            ["asked"] = one.Asked,
            ["let_in"] = one.LetIn,
            ["out"] = one.Run.Totals.Samples.Out,
            ["rejected"] = one.Run.Totals.Samples.Rejected,
        })]);
        return json;
    }
}
