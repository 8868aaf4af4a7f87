using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Turns a recipe's <c>process</c> list into steps.</summary>
internal sealed class RecipeSteps(RecipeContext recipe)
{
    // What a machine is given to run an operator; here the engine decides it.
    private static readonly string[] _resources =
    [
        "accelerator", "auto_op_parallelism", "batch_mode", "batch_size", "cpu_required", "gpu_required", "index_key", "mem_required", "memory", "np", "num_cpus", "num_gpus", "num_proc",
        "ray_execution_mode", "runtime_env", "skip_op_error", "turbo", "work_dir",
    ];

    private static readonly Dictionary<string, string> _mediaKeys = new() { ["image_key"] = "images", ["audio_key"] = "audios", ["video_key"] = "videos" };

    /// <summary>The steps; operators that do not exist are reported together.</summary>
    public YamlList Translate()
    {
        var steps = new List<YamlTree>();
        var unknown = new List<YamlScalar>();
        foreach (var item in recipe.Process)
        {
            var name = item is YamlMap { Entries: [var only] } ? only.Key : item as YamlScalar;
            if (name is null)
            {
                // The binder says what is wrong with it.
                steps.Add(item);
            }
            else if (recipe.Catalog.Find(OperatorRole.Step, name.Value) is not { } entry)
            {
                unknown.Add(name);
            }
            else
            {
                steps.Add(new YamlMap([new(name, Options(entry, name, (item as YamlMap)?.Entries[0].Value))], item.Where));
            }
        }

        Report(unknown);
        return new(steps, recipe.Recipe.Find("process")!.Where);
    }

    private void Report(List<YamlScalar> unknown)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        var names = recipe.Catalog.Names(OperatorRole.Step).ToList();
        var list = unknown.DistinctBy(u => u.Value).Select(u =>
            $"{TopologyProblems.Excerpt(u.Value)} (line {u.Where.Mark.Line}{(NearestName.Find(u.Value, names) is { } near ? $", did you mean '{near}'?" : "")})").ToList();
        recipe.Problems.Add(unknown[0], $"{list.Count} operator{(list.Count == 1 ? " of this recipe does" : "s of this recipe do")} not exist here: {string.Join(", ", list)}");
    }

    private YamlTree Options(OperatorEntry entry, YamlScalar name, YamlTree? given)
    {
        if (given is not (null or YamlMap or YamlScalar { IsNull: true }))
        {
            return given;
        }

        var entries = ((given as YamlMap)?.Entries ?? []).Where(e => IsKept(entry, e)).Select(e => e with { Value = Relocated(entry, e) }).ToList();

        // Data-Juicer looks at the whole data set.
        if (entry.Options.Any(o => o.Name == "scope") && entries.All(e => e.Name != "scope"))
        {
            entries.Add(new(YamlNodes.Plain("scope", name.Where), YamlNodes.Plain("dataset", name.Where)));
        }

        return new YamlMap(entries, given?.Where ?? name.Where);
    }

    private bool IsKept(OperatorEntry entry, YamlEntry parameter)
    {
        var option = entry.Options.FirstOrDefault(o => o.Name == parameter.Name);
        if (parameter.Value is YamlScalar { IsNull: true })
        {
            // None is Data-Juicer's word for the default.
            return option?.IsNullable ?? false;
        }

        if (option is not null || IsTheSamplesOwn(parameter))
        {
            return option is not null;
        }

        if (_resources.Contains(parameter.Name))
        {
            recipe.IgnoredParameters.Add(parameter.Name);
            return false;
        }

        return true;
    }

    // An operator without a choice of columns works on the text and the media of the samples.
    private bool IsTheSamplesOwn(YamlEntry parameter) => YamlNodes.TextOf(parameter.Value) is { } column && (parameter.Name == "text_key"
        ? column == (recipe.TextKeys is [var key, ..] ? key : "text")
        : _mediaKeys.TryGetValue(parameter.Name, out var member) && column == (YamlNodes.TextOf(recipe.Recipe.Find(parameter.Name)) ?? member));

    private YamlTree Relocated(OperatorEntry entry, YamlEntry parameter) =>
        entry.Options.FirstOrDefault(o => o.Name == parameter.Name) is { IsPath: true } option && parameter.Value is YamlScalar path && !option.PathNames.Contains(path.Value)
            && (!option.IsPathOrName || Path.Exists(recipe.Full(path.Value)))
            ? YamlNodes.Text(recipe.Relocated(path.Value), path.Where)
            : parameter.Value;
}
