namespace Streaming.Topologies;

/// <summary>What becomes of each setting of a recipe; those without a counterpart are named in one warning.</summary>
internal sealed class RecipeSettings(RecipeContext recipe)
{
    private static readonly string[] _translated =
    [
        "project_name", "dataset_path", "dataset", "generated_dataset_config", "suffixes", "add_suffix", "text_keys", "image_key", "audio_key", "video_key", "process", "export_path", "export_type",
        "export_shard_size", "np", "open_tracer", "skip_op_error",
    ];

    // What the engine does anyway (fusion, commits, parallel writing, stats in the output, its own batch sizes), or does without.
    private static readonly string[] _accepted =
    [
        "op_fusion", "fusion_strategy", "use_checkpoint", "use_cache", "ds_cache_dir", "cache_compress", "temp_dir", "open_monitor", "keep_stats_in_res_ds", "export_in_parallel", "auto_op_parallelism",
        "adaptive_batch_size", "turbo", "debug", "op_list_to_trace", "trace_num", "percentiles", "export_original_dataset", "save_stats_in_one_file", "data_probe_algo", "data_probe_ratio",
    ];

    // Settings whose usual value is what the engine does.
    private static readonly Dictionary<string, string> _usual = new()
    {
        ["keep_hashes_in_res_ds"] = "false",
        ["executor_type"] = "default",
        ["image_special_token"] = "<__dj__image>",
        ["audio_special_token"] = "<__dj__audio>",
        ["video_special_token"] = "<__dj__video>",
        ["eoc_special_token"] = "<|__dj__eoc|>",
    };

    // Data-Juicer's settings that are none of the above.
    private static readonly string[] _others =
    [
        "validators", "load_dataset_kwargs", "export_extra_args", "image_bytes_key", "ray_address", "partition", "hpo_config", "custom_operator_paths", "trace_keys", "work_dir", "export_aws_credentials",
    ];

    private static readonly string[] _known = [.. _translated, .. _accepted, .. _usual.Keys, .. _others];

    /// <summary>Warns once of everything that is ignored.</summary>
    public void Warn()
    {
        var ignored = recipe.Recipe.Entries.Where(IsIgnored).Select(e => e.Key).Concat(recipe.Ignored).OrderBy(k => k.Where.Mark.Line).ToList();
        if (ignored.Count == 0 && recipe.IgnoredParameters.Count == 0)
        {
            return;
        }

        var settings = ignored.Select(k => $"{TopologyProblems.Excerpt(k.Value)} (line {k.Where.Mark.Line}{Hint(k.Value)})");
        var parameters = recipe.IgnoredParameters.Count == 0 ? "" : $"{(ignored.Count > 0 ? "; " : "")}of operators: {string.Join(", ", recipe.IgnoredParameters)}";
        recipe.Problems.Warn(ignored.FirstOrDefault() ?? recipe.Recipe.Find("process")!, $"settings without a counterpart, which are ignored: {string.Join(", ", settings)}{parameters}");
    }

    private static bool IsIgnored(YamlEntry entry) => !_translated.Contains(entry.Name) && !_accepted.Contains(entry.Name)
        && entry.Value is not YamlScalar { IsNull: true }
        && !(entry.Value is YamlList { Items.Count: 0 } or YamlMap { Entries.Count: 0 })
        && !(_usual.TryGetValue(entry.Name, out var usual) && YamlNodes.TextOf(entry.Value)?.Equals(usual, StringComparison.OrdinalIgnoreCase) == true);

    private static string Hint(string name) => !_known.Contains(name) && NearestName.Find(name, _known) is { } near ? $", did you mean '{near}'?" : "";
}
