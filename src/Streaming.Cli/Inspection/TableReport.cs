using System.Text.Json.Nodes;
using Spectre.Console;

namespace Streaming.Cli.Inspection;

/// <summary>Writes what a table holds.</summary>
internal static class TableReport
{
    private const int LastEpochs = 10;
    private const int MostSplits = 20;

    public static void Write(InspectedTable table, PackFill? packs, IReadOnlyList<TableIndex> indexes, IAnsiConsole console)
    {
        var snapshot = table.Snapshot;
        console.Write(new Text($"{table.Folder}: {table.Layout.ToString().ToLowerInvariant()} table, version {snapshot.Version}, {Figures.Count(table.Rows)} rows in {Figures.Count(snapshot.Files.Count)} files, {Figures.Bytes(table.Bytes)}\n"));
        console.Write(new Text($"columns: {string.Join(", ", snapshot.Metadata.Schema.Columns.Select(c => c.Name))}\n"));
        if (packs is not null)
        {
            console.Write(new Text($"packs: {Figures.Percent(packs.Fill)} full, {Figures.Count(packs.Tokens)} tokens in {Figures.Count(packs.Packs)} packs of up to {Figures.Count(packs.Largest)}\n"));
        }

        if (table.Manifests.Count > 0)
        {
            var newest = table.Manifests[0];
            console.Write(new Text($"pipeline {newest.Pipeline}, run {newest.Run}, topology {newest.TopologyHash}, {Figures.Count(table.Manifests.Count)} epochs{(newest.IsEnd ? ", at the end of its input" : "")}\n"));
            console.Write(Epochs(table));
            console.Write(Operators(table));
        }

        if (indexes.Count > 0)
        {
            console.Write(Indexes(indexes));
        }

        foreach (var (name, bytes) in TableIndex.KeptOf(table))
        {
            console.Write(new Text($"kept beside the table: {name}, {Figures.Bytes(bytes)}\n"));
        }

        if (table.Positions.Count > 0)
        {
            console.Write(Positions(table));
        }
    }

    public static JsonObject Json(InspectedTable table, PackFill? packs, IReadOnlyList<TableIndex> indexes, IEnumerable<JsonObject> samples) => new()
    {
        ["table"] = table.Folder,
        ["version"] = table.Snapshot.Version,
        ["rows"] = table.Rows,
        ["files"] = table.Snapshot.Files.Count,
        ["bytes"] = table.Bytes,
        ["pipeline"] = table.Pipeline,
        ["columns"] = new JsonArray([.. table.Snapshot.Metadata.Schema.Columns.Select(c => (JsonNode)c.Name)]),
        ["packs"] = packs is null ? null : new JsonObject { ["fill"] = packs.Fill, ["tokens"] = packs.Tokens, ["packs"] = packs.Packs, ["largest"] = packs.Largest },
        ["epochs"] = new JsonArray([.. table.Manifests.Reverse().Select(m => (JsonNode)new JsonObject
        {
            ["epoch"] = m.Epoch, ["in"] = m.Samples.In, ["out"] = m.Samples.Out, ["rejected"] = m.Samples.Rejected, ["dead_lettered"] = m.Samples.DeadLettered, ["files"] = m.Files.Count,
        })]),
        ["operators"] = new JsonArray([.. table.Operators.Select(o => (JsonNode)new JsonObject
        {
            ["name"] = o.Name, ["index"] = o.Index, ["in"] = o.In, ["out"] = o.Out, ["rejected"] = o.Rejected, ["dead_lettered"] = o.DeadLettered,
        })]),
        ["indexes"] = new JsonArray([.. indexes.Select(i => (JsonNode)i.Json())]),
        ["kept"] = new JsonObject(TableIndex.KeptOf(table).Select(k => KeyValuePair.Create(k.Key, (JsonNode?)k.Value))),
        ["positions"] = new JsonObject(table.Positions.Select(p => KeyValuePair.Create(p.Key.ToString(), (JsonNode?)p.Value))),
        ["samples"] = new JsonArray([.. samples.Select(s => (JsonNode)s)]),
    };

    private static Table Epochs(InspectedTable table)
    {
        var grid = Grid("epoch", "in", "out", "rejected", "dead letters", "splits", "files", "bytes");
        foreach (var m in table.Manifests.Take(LastEpochs).Reverse())
        {
            grid.AddRow($"{m.Epoch}", Figures.Count(m.Samples.In), Figures.Count(m.Samples.Out), Figures.Count(m.Samples.Rejected), Figures.Count(m.Samples.DeadLettered),
                $"{m.Positions.Count}", $"{m.Files.Count}", Figures.Bytes(m.Files.Sum(f => f.Size)));
        }

        return grid;
    }

    private static Table Operators(InspectedTable table)
    {
        var grid = Grid("operator", "in", "out", "kept", "rejected", "dead letters");
        foreach (var o in table.Operators)
        {
            grid.AddRow(Markup.Escape(o.Name), Figures.Count(o.In), Figures.Count(o.Out), Figures.Share(o.Out, o.In), Figures.Count(o.Rejected), Figures.Count(o.DeadLettered));
        }

        return grid;
    }

    private static Table Indexes(IReadOnlyList<TableIndex> indexes)
    {
        var grid = Grid("index", "entries", "bytes", "an epoch", "the last epochs");
        foreach (var index in indexes)
        {
            grid.AddRow(Markup.Escape(index.Operator), Entries(index.Entries), Figures.Bytes(index.Bytes), Figures.Bytes(index.Bytes / Math.Max(1, index.Growth.Count)),
                string.Join(", ", index.Growth.Take(3).Reverse().Select(g => $"+{(index.EntriesIn(g.Value) is { } entries ? Figures.Count(entries) : Figures.Bytes(g.Value))}")));
        }

        return grid;
    }

    private static string Entries(long? entries) => entries is { } count ? Figures.Count(count) : "";

    private static Table Positions(InspectedTable table)
    {
        var grid = Grid("split", "next position");
        foreach (var (split, position) in table.Positions.Take(MostSplits))
        {
            grid.AddRow(Markup.Escape(split.ToString()), Figures.Count(position));
        }

        if (table.Positions.Count > MostSplits)
        {
            grid.AddRow($"… {Figures.Count(table.Positions.Count - MostSplits)} more", "");
        }

        return grid;
    }

    private static Table Grid(string first, params string[] figures)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (var title in figures)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        return table;
    }
}
