using System.Text.Json.Nodes;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary><c>validate</c>: every problem of some topologies.</summary>
internal static class ValidateVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var files = new Argument<string[]>("topology") { Arity = ArgumentArity.OneOrMore, Description = "Topology files (YAML)." };
        var command = new Command("validate", "Lists every problem of topologies as file:line:col: message. Exit code 2 if there is any.") { files };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, terminal, global.Of(parsed)));
        return command;
    }

    private static int Run(string[] files, Terminal terminal, Settings settings)
    {
        var reader = new TopologyReader(settings.Catalog);
        var problems = new List<TopologyProblem>();
        foreach (var file in files)
        {
            var reading = reader.ReadFile(file, settings.Overrides);
            problems.AddRange(reading.Problems);
            if (reading.Spec is { } spec && !settings.Quiet && !settings.Json)
            {
                terminal.Out.WriteLine($"{file}: {spec.Name} is valid");
            }
        }

        Faults.WriteProblems(problems, terminal);
        var isValid = problems.TrueForAll(p => p.IsWarning);
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["valid"] = isValid, ["problems"] = Faults.Json(problems) }));
        }

        return isValid ? ExitCode.Done : ExitCode.BadInput;
    }
}
