using System.Text.Json.Nodes;
using Streaming.Rescoring;
using Streaming.Telemetry;

namespace Streaming.Cli.Upkeep;

/// <summary><c>retry</c>: tries dead letters again.</summary>
internal static class RetryVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var letters = new Argument<string>("dead_letters") { Description = "The folder of the dead letters, such as out/shards.dead_letters." };
        var with = new Option<string>("--with") { Required = true, HelpName = "topology", Description = "The topology as it is now." };
        var operators = new Option<string[]>("--operator") { HelpName = "name", Description = "Only the dead letters of this operator; may be given several times. Default: of every step.", DefaultValueFactory = _ => [] };
        var threads = new Option<int?>("--threads") { Description = "Threads of each parallel stage; default: the number of processors." };
        var command = new Command("retry", "Tries dead letters again when what broke at them is mended: each enters at the operator that it broke and goes on into the table, once. Ctrl-C drains; the same command goes on.") { letters, with, operators, threads };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(with)!, StorePlace.Full(parsed.GetValue(letters)!), parsed.GetValue(operators)!, parsed.GetValue(threads), terminal, global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(string topology, string letters, string[] operators, int? threads, Terminal terminal, Settings settings)
    {
        using var interruption = new Interruption(terminal);
        var spec = TopologyFile.Read(topology, terminal, settings);
        if (StorePlace.Full(spec.DeadLettersPath) != letters || spec.DeadLettersSink is not null)
        {
            throw new BadInputException($"The topology's dead letters do not go to '{letters}'{(spec.DeadLettersSink is null ? $", but to '{spec.DeadLettersPath}'" : "")}. Give the dead letters and the topology of one pipeline.");
        }

        try
        {
            var report = await RunProgress.FollowAsync(terminal, settings, progress => Retry.ExecuteAsync(spec, operators, new() { Progress = progress, OwnsProcess = true }, interruption.Drain, threads));
            Tell(report, $"streaming retry {letters} --with {topology}", terminal, settings);
            return report.Operators.Count > 0 ? ExitCode.Of(report.Operators[^1].Run) : ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Drain.IsCancellationRequested)
        {
            return RunVerb.TellNothingBegan(spec, terminal, settings);
        }
    }

    private static void Tell(RetryReport report, string again, Terminal terminal, Settings settings)
    {
        var people = settings.Json ? terminal.Error : terminal.Out;
        foreach (var one in settings.Quiet ? [] : report.Operators)
        {
            people.WriteLine($"{one.Name}: {Figures.Count(one.Tried)} dead letters tried again, {Figures.Count(one.Settled)} settled, {Figures.Count(one.Run.Totals.Samples.Out)} samples written to {one.Run.Table}"
                + (one.Unreadable > 0 ? $"; {Figures.Count(one.Unreadable)} payloads do not fit the columns that it has now" : ""));
        }

        if (!settings.Quiet && (report.Operators.Count == 0 || report.Others > 0))
        {
            people.WriteLine(report.Others > 0 ? $"{Figures.Count(report.Others)} dead letters are of sources, or of steps that the topology has no more: they are not tried." : "There is nothing to try again.");
        }

        if (report.Operators.Select(o => o.Run.Error).LastOrDefault() is { } error)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
            terminal.Error.WriteLine($"Once the cause is gone, `{again}` goes on.");
        }

        if (settings.Json)
        {
            var json = report.Operators.Count > 0 ? RunJson.Of(report.Operators[^1].Run) : new JsonObject { ["status"] = "completed" };
            json["retried"] = RetryJson.Of(report);
            json["not_tried"] = report.Others;
            terminal.Out.WriteLine(JsonLine.Of(json));
        }
    }
}
