using System.Text;
using Spectre.Console;
using Streaming.Recordings.FFmpeg;
using Streaming.Runtime;

namespace Streaming.Cli;

/// <summary><c>plan</c>: the stages that a topology becomes.</summary>
internal static class PlanVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var topology = new Argument<string>("topology") { Description = "A topology file (YAML)." };
        var mermaid = new Option<bool>("--mermaid") { Description = "As a Mermaid flowchart." };
        var threads = new Option<int?>("--threads") { Description = "Threads of each parallel stage; default: the number of processors." };
        var command = new Command("plan", "Shows the stages, what is fused, threads and capacities, and starts nothing.") { topology, mermaid, threads };
        command.SetAction((parsed, abort) => RunAsync(parsed.GetValue(topology)!, parsed.GetValue(mermaid), parsed.GetValue(threads), terminal, global.Of(parsed), abort));
        return command;
    }

    private static async Task<int> RunAsync(string topology, bool mermaid, int? threads, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var spec = TopologyFile.Read(topology, terminal, settings);
        await using var plan = await Planner.PlanAsync(spec, new() { Threads = threads }, abort);
        var outline = plan.Outline();
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(outline.ToJson()));
        }
        else if (mermaid)
        {
            terminal.Out.Write(MermaidChart.Of(outline));
        }
        else
        {
            var tree = new Tree(new Text(Line(outline)));
            outline.Parts.ToList().ForEach(p => AddTo(tree, p));
            terminal.OutConsole.Write(tree);
            if (plan.Operators.Any(node => node.Operator.GetType().Assembly == typeof(FFmpegProgram).Assembly))
            {
                terminal.OutConsole.Write(new Text($"Sounds and films: {FFmpegProgram.Described}.\n"));
            }
        }

        return ExitCode.Done;
    }

    private static void AddTo(IHasTreeNodes parent, PlanOutline part)
    {
        var node = parent.AddNode(new Text(Line(part)));
        part.Parts.ToList().ForEach(p => AddTo(node, p));
    }

    private static string Line(PlanOutline part)
    {
        var line = new StringBuilder(part.Kind == part.Name ? part.Name : $"{part.Kind} {part.Name}");
        foreach (var (key, value) in part.Details)
        {
            line.Append("  ").Append(key).Append(": ").Append(value);
        }

        return line.ToString();
    }
}
