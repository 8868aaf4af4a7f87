using System.Globalization;
using System.Text.Json.Nodes;
using Streaming.Cli.Inspection;
using Streaming.Replays;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Cli.Upkeep;

/// <summary><c>replay</c>: runs recorded epochs again.</summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var table = new Argument<string>("table") { Description = "The folder of a run's primary table." };
        var into = new Option<string>("--into") { Required = true, Description = "A new or empty folder for the outputs." };
        var epochs = new Option<string?>("--epochs") { HelpName = "A..B", Description = "From epoch A to epoch B; either may be left out. Default: all." };
        var verify = new Option<bool>("--verify") { Description = "Compare the files byte for byte; exit code 1 if any differs." };
        var command = new Command("replay", "Runs recorded epochs again: from the recorded positions, in the recorded order, into another folder.") { table, into, epochs, verify };
        command.SetAction((parsed, abort) => RunAsync(
            parsed.GetValue(table)!, Options(parsed.GetValue(into)!, parsed.GetValue(epochs), parsed.GetValue(verify)), terminal, global.Of(parsed), abort));
        return command;
    }

    private static ReplayOptions Options(string into, string? epochs, bool verify)
    {
        var ends = epochs?.Split("..") ?? ["", ""];
        long? End(string text) => text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch
            : throw new BadInputException($"--epochs takes A..B, such as 3..7, 3.. or ..7, not '{epochs}'.");
        return ends.Length <= 2 ? new(StorePlace.Full(into), End(ends[0]), End(ends[^1]), verify) : throw new BadInputException($"--epochs takes A..B, not '{epochs}'.");
    }

    private static async Task<int> RunAsync(string folder, ReplayOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var table = await RecordedTable.OpenAsync(folder, TableCheckpoints.For(folder), abort);
        var reading = new TopologyReader(settings.Catalog).ReadText(table.Topology.Yaml, table.Topology.BaseFolder, table.Topology.Overrides, table.TopologyFile);
        if (reading.Spec is not { } spec)
        {
            throw new TopologyException(reading.Problems);
        }

        using var interruption = new Interruption(terminal);
        var replay = await RunProgress.FollowAsync(terminal, settings, progress => Replay.ExecuteAsync(table, spec, options, new() { Progress = progress }, interruption.Drain));
        Tell(replay, options, terminal, settings);
        return replay.Run.Status switch
        {
            RunStatus.Completed => replay.Differences.Count == 0 ? ExitCode.Done : ExitCode.Failed,
            RunStatus.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private static void Tell(ReplayReport replay, ReplayOptions options, Terminal terminal, Settings settings)
    {
        var verdict = !options.Verify || replay.Run.Status != RunStatus.Completed ? "" : replay.Differences.Count == 0
            ? $", {Figures.Count(replay.FilesCompared)} files are the same byte for byte"
            : $", {Figures.Count(replay.Differences.Count)} differences in {Figures.Count(replay.FilesCompared)} files";
        if (!settings.Quiet)
        {
            (settings.Json ? terminal.Error : terminal.Out).WriteLine($"{replay.Run.Pipeline}: replayed {Figures.Count(replay.Epochs)} epochs into {options.Into}{verdict}");
        }

        foreach (var difference in replay.Differences)
        {
            terminal.Error.WriteLine(difference);
        }

        if (replay.Run.Error is { } error)
        {
            terminal.Error.WriteLine($"error: {error.Message}");
        }

        if (settings.Json)
        {
            var json = RunJson.Of(replay.Run);
            json["replayed_epochs"] = replay.Epochs;
            json["files_compared"] = replay.FilesCompared;
            json["differences"] = new JsonArray([.. replay.Differences.Select(d => (JsonNode)d)]);
            terminal.Out.WriteLine(JsonLine.Of(json));
        }
    }
}
