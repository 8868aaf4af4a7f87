using System.Text.Json.Nodes;
using Streaming.Topologies;

namespace Streaming.Cli;

/// <summary><c>import-recipe</c>: a recipe of Data-Juicer as a topology.</summary>
internal static class ImportRecipeVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe of Data-Juicer (YAML)." };
        var into = new Option<string?>("--into") { Description = "The topology to write; without it, standard output." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("import-recipe", "Turns a recipe of Data-Juicer into a topology. Recipes can also be run as they are: streaming run RECIPE.") { recipe, into, force };
        command.SetAction(parsed => Run(parsed.GetValue(recipe)!, parsed.GetValue(into), parsed.GetValue(force), terminal, global.Of(parsed)));
        return command;
    }

    private static int Run(string recipe, string? into, bool force, Terminal terminal, Settings settings)
    {
        if (into is not null && File.Exists(into) && !force)
        {
            throw new BadInputException($"{into} is there already. Choose another file, or give --force to replace it.");
        }

        var folder = into is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(into))!;
        var import = new TopologyReader(settings.Catalog).ImportRecipe(recipe, folder, settings.Overrides);
        if (import.Yaml is not { } yaml)
        {
            throw new TopologyException(import.Problems);
        }

        if (settings.Log >= LogDetail.Warning)
        {
            Faults.WriteProblems(import.Problems, terminal);
        }

        Write(yaml, into, import.Problems, terminal, settings);
        return ExitCode.Done;
    }

    private static void Write(string yaml, string? into, IReadOnlyList<TopologyProblem> problems, Terminal terminal, Settings settings)
    {
        if (into is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(into))!);
            File.WriteAllText(into, yaml);
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["topology"] = into, ["yaml"] = yaml, ["problems"] = Faults.Json(problems) }));
        }
        else if (into is null)
        {
            terminal.Out.Write(yaml);
        }
        else if (!settings.Quiet)
        {
            terminal.Out.WriteLine($"wrote {into}\nNext: streaming plan {into}\n      streaming run {into}");
        }
    }
}
