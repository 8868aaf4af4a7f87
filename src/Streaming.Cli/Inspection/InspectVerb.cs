using System.Text.Json.Nodes;
using Spectre.Console;

namespace Streaming.Cli.Inspection;

/// <summary><c>inspect</c>: what a table holds and where it came from.</summary>
internal static class InspectVerb
{
    private const int Excerpt = 160;

    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var table = new Argument<string>("table") { Description = "The folder of a table." };
        var sample = new Option<string?>("--sample") { HelpName = "id", Description = "Show where this sample came from and what became of it, rejects and dead letters included." };
        var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 3, Description = "So many samples of the table." };
        var command = new Command("inspect", "Shows a table's epochs, positions, counts per operator, indexes and their growth, fill of packs and a few samples.") { table, sample, rows };
        command.SetAction((parsed, abort) => RunAsync(parsed.GetValue(table)!, parsed.GetValue(sample), parsed.GetValue(rows), terminal, global.Of(parsed), abort));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string? id, int rows, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var table = await InspectedTable.OpenAsync(folder, abort);
        return id is null ? await ShowTableAsync(table, rows, terminal, settings, abort) : await ShowSampleAsync(table, id, terminal, settings, abort);
    }

    private static async Task<int> ShowTableAsync(InspectedTable table, int rows, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var samples = await FoundSample.FirstAsync(table, rows, abort);
        var packs = await PackFill.OfAsync(table, abort);
        var indexes = await TableIndex.OfAsync(table, abort);
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(TableReport.Json(table, packs, indexes, samples)));
            return ExitCode.Done;
        }

        TableReport.Write(table, packs, indexes, terminal.OutConsole);
        foreach (var sample in samples)
        {
            terminal.Out.WriteLine(Shortened(sample));
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowSampleAsync(InspectedTable table, string id, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var found = new List<FoundSample>();
        await foreach (var row in FoundSample.FindAsync(table, id, settings.Catalog, abort))
        {
            found.Add(row);
        }

        if (found.Count == 0)
        {
            throw new BadInputException($"No sample '{id}' in {table.Folder}, the run's other sinks, its rejects or its dead letters. A deduplicator's or filter's refusals are kept only where the topology keeps rejects.");
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["found"] = new JsonArray([.. found.Select(Json)]) }));
            return ExitCode.Done;
        }

        foreach (var row in found)
        {
            terminal.Out.WriteLine($"{row.Table}: {row.File}, row {Figures.Count(row.Row)}");
            foreach (var (name, value) in row.Content)
            {
                terminal.Out.WriteLine($"  {name}: {Shorten(value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : JsonLine.Of(value ?? "null"))}");
            }
        }

        return ExitCode.Done;
    }

    private static JsonObject Json(FoundSample found) => new() { ["table"] = found.Table, ["file"] = found.File, ["row"] = found.Row, ["sample"] = found.Content.DeepClone() };

    private static string Shortened(JsonObject sample) =>
        "  " + string.Join("  ", sample.Where(f => f.Value is not null and not JsonArray { Count: 0 } and not JsonObject { Count: 0 }).Select(f => $"{f.Key}: {Shorten(JsonLine.Of(f.Value!))}"));

    private static string Shorten(string text) => text.Length <= Excerpt ? text : $"{text.AsSpan(0, Excerpt)}… ({Figures.Count(text.Length)} characters)";
}
