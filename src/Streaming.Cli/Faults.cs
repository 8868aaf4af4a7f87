using System.Text.Json.Nodes;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary>Tells people and programs what went wrong, and turns it into an exit code.</summary>
internal static class Faults
{
    public static int Report(Exception fault, Terminal terminal, Settings settings)
    {
        var isBadInput = fault is BadInputException or TopologyException;
        if (fault is TopologyException topology)
        {
            WriteProblems(topology.Problems, terminal);
        }

        terminal.Error.WriteLine($"error: {fault.Message}");
        if (settings.Log == LogDetail.Debug)
        {
            terminal.Error.WriteLine(fault);
        }
        else if (!isBadInput)
        {
            terminal.Error.WriteLine("Run again with --log-level debug to see where it came from.");
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject
            {
                ["status"] = "failed",
                ["error"] = new JsonObject { ["code"] = isBadInput ? "bad_input" : "failed", ["message"] = fault.Message, ["problems"] = Problems(fault) },
            }));
        }

        return isBadInput ? ExitCode.BadInput : ExitCode.Failed;
    }

    public static void WriteProblems(IEnumerable<TopologyProblem> problems, Terminal terminal)
    {
        foreach (var problem in problems)
        {
            terminal.Error.WriteLine(problem);
        }
    }

    public static JsonArray Json(IEnumerable<TopologyProblem> problems) => [.. problems.Select(p => (JsonNode)new JsonObject
    {
        ["file"] = p.File,
        ["line"] = p.Where.Line,
        ["column"] = p.Where.Column,
        ["message"] = p.Message,
        ["suggestion"] = p.Suggestion,
        ["warning"] = p.IsWarning,
    })];

    private static JsonArray? Problems(Exception fault) => fault is TopologyException topology ? Json(topology.Problems) : null;
}
