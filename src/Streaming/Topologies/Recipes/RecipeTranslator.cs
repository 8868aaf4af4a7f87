using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Turns a recipe of Data-Juicer into the topology that does the same: a tree whose nodes keep the recipe's places, so that whatever is wrong with it is reported there.</summary>
internal sealed class RecipeTranslator(OperatorCatalog catalog, TopologyProblems problems, string baseFolder, Func<string, string>? relocate = null)
{
    private static readonly string[] _inputs = ["dataset_path", "dataset"];

    /// <summary>Whether a file is a recipe.</summary>
    public static bool IsRecipe(YamlTree tree) => tree is YamlMap map && map.Find("process") is not null;

    /// <summary>Where the relative paths of a recipe start: beside it where its input lies there, else in the current folder, from which Data-Juicer sees them.</summary>
    public static string FolderOf(YamlMap recipe, string beside, string current)
    {
        var paths = _inputs.Select(recipe.Find).OfType<YamlTree>().SelectMany(Scalars).SelectMany(s => DatasetPath.Parse(s.Value, s.Where).Select(p => p.Path).Append(s.Value)).ToList();
        return !paths.Exists(p => Path.Exists(Path.GetFullPath(p, beside))) && paths.Exists(p => Path.Exists(Path.GetFullPath(p, current))) ? current : beside;
    }

    /// <summary>The topology.</summary>
    public YamlMap Translate(YamlMap recipe, string file)
    {
        var context = new RecipeContext(recipe, catalog, problems, baseFolder, relocate ?? (path => path));
        var project = recipe.Find("project_name");
        var name = RecipeNames.Valid(YamlNodes.TextOf(project) ?? Path.GetFileNameWithoutExtension(file), "recipe");
        var export = new RecipeExport(context, name);
        var topology = YamlNodes.Map(
            recipe.Where,
            [
                ("name", YamlNodes.Text(name, project?.Where ?? recipe.Where)),
                ("threads", recipe.Find("np") is YamlScalar { IsNull: false } np ? np : null),
                .. new RecipeDatasets(context).Translate(),
                ("steps", new RecipeSteps(context).Translate()),
                ("sink", export.Sink()),
                ("rejects", export.Rejects()),
                ("dead_letters", export.DeadLetters()),
            ]);
        new RecipeSettings(context).Warn();
        return topology;
    }

    private static IEnumerable<YamlScalar> Scalars(YamlTree node) => node switch
    {
        YamlScalar { IsNull: false } scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Entries.Where(e => e.Name is "configs" or "path").SelectMany(e => Scalars(e.Value)),
        _ => [],
    };
}
