using System.Globalization;

namespace Streaming.Topologies;

/// <summary>Turns a recipe's export settings into the sink, and its tracer into rejects.</summary>
internal sealed class RecipeExport(RecipeContext recipe, string name)
{
    private static readonly string[] _types = ["jsonl", "json", "parquet"];

    /// <summary>The topology's <c>sink</c>.</summary>
    public YamlMap Sink()
    {
        var given = recipe.Recipe.Find("export_path");
        var path = YamlNodes.TextOf(given) ?? $"outputs/{name}.jsonl";
        var at = given?.Where ?? recipe.Recipe.Where;
        var size = recipe.Recipe.Find("export_shard_size") is YamlScalar bytes && Quantity.Bytes(bytes.Value) is > 0 ? bytes : null;
        var written = YamlNodes.Text(recipe.Relocated(path), at);
        return TypeOf(path) == "parquet"
            ? YamlNodes.Map(at, ("parquet", YamlNodes.Map(at, ("path", written), ("target_file_size", size))))
            : YamlNodes.Map(at, ("jsonl", YamlNodes.Map(at, ("path", written), ("compression", YamlNodes.Plain(CompressionOf(path), at)), ("target_file_size", size))));
    }

    /// <summary>The topology's <c>rejects</c>: who turns the tracer off wants none.</summary>
    public YamlTree? Rejects() => recipe.Recipe.Find("open_tracer") is { } tracer && YamlNodes.Flag(tracer) == false ? YamlNodes.Plain("off", tracer.Where) : null;

    /// <summary>The topology's <c>dead_letters</c>: without <c>skip_op_error</c> the first one stops the run.</summary>
    public YamlTree? DeadLetters() => recipe.Recipe.Find("skip_op_error") is { } skips && YamlNodes.Flag(skips) == false
        ? YamlNodes.Map(skips.Where, ("max_ratio", YamlNodes.Plain(0.ToString(CultureInfo.InvariantCulture), skips.Where)))
        : null;

    private string TypeOf(string path)
    {
        var given = recipe.Recipe.Find("export_type");
        var type = YamlNodes.TextOf(given) ?? Path.GetExtension(WithoutCompression(path)).TrimStart('.');
        if (!_types.Contains(type))
        {
            recipe.Problems.Add(given ?? recipe.Recipe.Find("export_path") ?? recipe.Recipe, $"samples cannot be exported as '{TopologyProblems.Excerpt(type)}'; known: {string.Join(", ", _types)}", NearestName.Find(type, _types));
        }

        return type;
    }

    private static string CompressionOf(string path) => Path.GetExtension(path) switch
    {
        ".gz" => "gzip",
        ".zst" => "zstd",
        _ => "none",
    };

    private static string WithoutCompression(string path) => CompressionOf(path) == "none" ? path : path[..^Path.GetExtension(path).Length];
}
