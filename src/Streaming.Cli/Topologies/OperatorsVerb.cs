using System.Text.Json.Nodes;
using Spectre.Console;
using Streaming.Recordings.FFmpeg;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary><c>operators</c>: the catalogue.</summary>
internal static class OperatorsVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "One operator, source or sink." };
        name.CompletionSources.Add(_ => OperatorCatalog.Default.Entries.Select(e => e.Name).Distinct());
        var markdown = new Option<bool>("--markdown") { Description = "As the reference in docs/operators.md." };
        var command = new Command("operators", "Lists operators, sources and sinks with their options, defaults, ranges and examples.") { name, markdown };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(markdown), terminal, global.Of(parsed)));
        return command;
    }

    private static int Run(string? name, bool markdown, Terminal terminal, Settings settings)
    {
        var catalog = settings.Catalog;
        IReadOnlyList<OperatorEntry> entries = name is null ? catalog.Entries : [.. catalog.Named(name)];
        if (entries.Count == 0)
        {
            var nearest = name is null ? null : NearestName.Find(name, catalog.Entries.Select(e => e.Name));
            throw new BadInputException($"No operator, source or sink is named '{name}'{(nearest is null ? "" : $" (did you mean '{nearest}'?)")}. `streaming operators` lists them all.");
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["operators"] = new JsonArray([.. entries.Select(OperatorReference.Json)]) }));
        }
        else if (markdown)
        {
            terminal.Out.Write(name is null ? OperatorReference.Markdown(catalog) : string.Join("\n", entries.Select(OperatorReference.Markdown)));
        }
        else if (name is null)
        {
            WriteList(entries, terminal.OutConsole);
        }
        else
        {
            foreach (var entry in entries)
            {
                WriteDetails(entry, terminal.OutConsole);
            }
        }

        return ExitCode.Done;
    }

    private static void WriteList(IReadOnlyList<OperatorEntry> entries, IAnsiConsole console)
    {
        foreach (var kind in entries.GroupBy(e => e.Kind))
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
            foreach (var entry in kind)
            {
                grid.AddRow(new Text("  " + entry.Name, new Style(Color.Green)), new Text(entry.Summary));
            }

            console.Write(new Text($"{kind.Key.ToString().ToLowerInvariant()}\n", new Style(decoration: Decoration.Bold)));
            console.Write(grid);
        }

        console.Write(new Text($"\nSounds and films: {FFmpegProgram.Described}.\n`streaming operators NAME` shows the options of one.\n"));
    }

    private static void WriteDetails(OperatorEntry entry, IAnsiConsole console)
    {
        console.Write(new Text($"{entry.Name} ({entry.Kind.ToString().ToLowerInvariant()})\n", new Style(Color.Green)));
        console.Write(new Text($"{entry.Summary}\n{(entry.Remarks.Length > 0 ? entry.Remarks + "\n" : "")}\n{OperatorReference.Example(entry)}\n\n"));
        if (entry.Options.Count == 0)
        {
            console.Write(new Text("It has no options.\n"));
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("option", "type", "default", "allowed", "description");
        foreach (var option in entry.Options)
        {
            table.AddRow(
                new Text(option.Name),
                new Text(option.Unit is { } unit ? $"{option.Shape.Title} ({unit})" : option.Shape.Title),
                new Text(option.IsRequired ? "required" : option.DefaultText ?? ""),
                new Text(OperatorReference.Limits(option)),
                new Text(option.Description));
        }

        console.Write(table);
    }
}
