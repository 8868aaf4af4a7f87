using System.Text.Json.Nodes;
using Streaming.Cli.Inspection;
using Streaming.Epochs;
using Streaming.Tables;

namespace Streaming.Cli.Upkeep;

/// <summary><c>compact</c>: merges small files.</summary>
internal static class CompactVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var table = new Argument<string>("table") { Description = "The folder of a Delta table; of a primary one the run's other sinks, its rejects and dead letters are compacted too." };
        var minFiles = new Option<int>("--min-files") { DefaultValueFactory = _ => 16, Description = "Merge so many small neighbours or more." };
        var target = new Option<string>("--target-bytes") { DefaultValueFactory = _ => "128MiB", Description = "Merged files have about this size at most." };
        var command = new Command("compact", "Merges small files into larger ones, beside running writers; the order of rows stays. Parts stay on disk until vacuum.") { table, minFiles, target };
        command.SetAction((parsed, abort) => RunAsync(
            parsed.GetValue(table)!, new() { ["min_files"] = parsed.GetValue(minFiles), ["target_bytes"] = parsed.GetValue(target) }, terminal, global.Of(parsed), abort));
        return command;
    }

    private static async Task<int> RunAsync(string folder, JsonObject options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        if (await TableLayouts.FindAsync(folder, abort) != TableLayout.Delta)
        {
            throw new BadInputException($"'{folder}' is no Delta table: only a table's log can put one file in the place of many at once.");
        }

        var done = new JsonArray();
        var sides = await SideTables.OfAsync(await InspectedTable.OpenAsync(folder, abort), settings.Catalog, abort);
        foreach (var place in sides.Prepend(folder))
        {
            var store = ObjectStores.Open(place);
            if (await TableLayouts.FindAsync(store, abort) != TableLayout.Delta)
            {
                continue;
            }

            var sink = TableCheckpoints.SinkOf(place, (JsonObject)options.DeepClone()) ?? throw new BadInputException("This build has no delta sink.");
            var report = await new TableCompaction(store, new(store, sink.Checkpoints), sink.Format, sink.Compaction!).RunAsync(abort);
            done.Add((JsonNode)new JsonObject { ["table"] = place, ["merged"] = report.Merged, ["parts"] = report.Parts, ["bytes"] = report.Bytes, ["version"] = report.Version });
            if (!settings.Json && !settings.Quiet)
            {
                terminal.Out.WriteLine($"{place}: {Figures.Count(report.Parts)} files became {Figures.Count(report.Merged)}, {Figures.Bytes(report.Bytes)}, version {report.Version}");
            }
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["tables"] = done }));
        }

        return ExitCode.Done;
    }
}
