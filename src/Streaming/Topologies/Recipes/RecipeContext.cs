using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>What the parts of a recipe's translation share.</summary>
internal sealed class RecipeContext(YamlMap recipe, OperatorCatalog catalog, TopologyProblems problems, string baseFolder, Func<string, string> relocate)
{
    private static readonly string[] _defaultTextKeys = ["text"];

    public YamlMap Recipe => recipe;

    public OperatorCatalog Catalog => catalog;

    public TopologyProblems Problems => problems;

    /// <summary>Where relative paths start.</summary>
    public string BaseFolder => baseFolder;

    /// <summary>Settings that have no counterpart, with their places.</summary>
    public List<YamlScalar> Ignored { get; } = [];

    /// <summary>Parameters of operators that have none.</summary>
    public SortedSet<string> IgnoredParameters { get; } = [];

    /// <summary>The columns with texts; the first is the samples' text. Empty: none is asked for.</summary>
    public IReadOnlyList<string> TextKeys { get; } = recipe.Find("text_keys") is { } keys ? [.. YamlNodes.Items(keys).Select(YamlNodes.TextOf).OfType<string>()] : _defaultTextKeys;

    /// <summary>A path as it is to be written.</summary>
    public string Relocated(string path) => path.Contains("://", StringComparison.Ordinal) ? path : relocate(path);

    /// <summary>A path, seen from the base folder.</summary>
    public string Full(string path) => Path.GetFullPath(path, baseFolder);

    /// <summary>The operators of the process list, in order, groups opened.</summary>
    public IReadOnlyList<YamlTree> Process { get; } = [.. Opened(recipe.Find("process"))];

    // A fused group, or a list within the list, is its operators one after the other.
    private static IEnumerable<YamlTree> Opened(YamlTree? node) => YamlNodes.Items(node).SelectMany(item => item switch
    {
        YamlList inner => Opened(inner),
        YamlMap { Entries: [var only] } when only.Name is "general_fused_op" => Opened((only.Value as YamlMap)?.Find("fused_op_list")),
        _ => [item],
    });
}
