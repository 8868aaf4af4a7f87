using System.Text.Json.Nodes;
using Streaming.Cli.Inspection;
using Streaming.Epochs;
using Streaming.Tables;

namespace Streaming.Cli.Upkeep;

/// <summary><c>vacuum</c>: deletes the files that no commit names.</summary>
internal static class VacuumVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var table = new Argument<string>("table") { Description = "The folder of a run's primary table; the run's other sinks, its rejects and dead letters are looked through too." };
        var days = new Option<double>("--days") { DefaultValueFactory = _ => 7, Description = "Keep files younger than this; must be longer than the longest epoch." };
        days.Validators.Add(result => { if (result.GetValueOrDefault<double>() is < 0 or > 36_500) { result.AddError("--days takes 0 or more."); } });
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what would be deleted." };
        var command = new Command("vacuum", "Deletes orphans: files of abandoned epochs, files removed long ago, halves that killed writers left.") { table, days, dryRun };
        command.SetAction((parsed, abort) => RunAsync(
            parsed.GetValue(table)!, new() { Retention = TimeSpan.FromDays(parsed.GetValue(days)), DryRun = parsed.GetValue(dryRun) }, terminal, global.Of(parsed), abort));
        return command;
    }

    private static async Task<int> RunAsync(string folder, VacuumOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var table = await InspectedTable.OpenAsync(folder, abort);
        if (table.Pipeline is { } pipeline && table.Snapshot.Transactions.ContainsKey(new ApplicationIds(pipeline).Primary))
        {
            throw new BadInputException($"'{folder}' belongs to another table of pipeline '{pipeline}', whose commits name its files. Vacuum that one; this one is looked through with it.");
        }

        var orphans = new List<StoredObject>();
        foreach (var place in (await SideTables.OfAsync(table, settings.Catalog, abort)).Prepend(folder))
        {
            var store = ObjectStores.Open(place);
            var layout = await TableLayouts.FindAsync(store, abort) ?? TableLayout.Plain;
            var log = new DeltaLog(store, TableCheckpoints.For(place), TableFolders.LogOf(layout));
            var found = await new TableVacuum(store, log).RunAsync(options, stop => NamedAsync(folder, place, log, stop), abort);
            orphans.AddRange(found.Select(o => o with { Path = StorePlace.Join(place, o.Path) }));
        }

        Tell(orphans, options, terminal, settings);
        return ExitCode.Done;
    }

    private static async ValueTask<IReadOnlySet<string>> NamedAsync(string folder, string place, DeltaLog log, CancellationToken abort)
    {
        var removed = place == folder ? null : (await log.ReadAsync(abort))?.Tombstones;
        return NamedFiles.Of((await InspectedTable.OpenAsync(folder, abort)).Manifests, place == folder, removed ?? new Dictionary<string, RemoveAction>());
    }

    private static void Tell(List<StoredObject> orphans, VacuumOptions options, Terminal terminal, Settings settings)
    {
        var bytes = orphans.Sum(o => o.Size);
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject
            {
                ["deleted"] = !options.DryRun,
                ["bytes"] = bytes,
                ["files"] = new JsonArray([.. orphans.Select(o => (JsonNode)o.Path)]),
            }));
        }
        else if (!settings.Quiet)
        {
            orphans.ForEach(o => terminal.Out.WriteLine($"{o.Path}  {Figures.Bytes(o.Size)}"));
            terminal.Out.WriteLine($"{(options.DryRun ? "would delete" : "deleted")} {Figures.Count(orphans.Count)} files, {Figures.Bytes(bytes)}");
        }
    }
}
