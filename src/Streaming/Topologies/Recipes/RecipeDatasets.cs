using System.Globalization;

namespace Streaming.Topologies;

/// <summary>Turns a recipe's input into sources: <c>dataset_path</c>, <c>dataset</c> or <c>generated_dataset_config</c>.</summary>
internal sealed class RecipeDatasets(RecipeContext recipe)
{
    private const string NeedsMessages = "agent_dialog_normalize_mapper";
    private const string DefaultMessages = "messages";

    private static readonly string[] _known = ["configs", "max_sample_num"];
    private static readonly string[] _mediaKeys = ["image_key", "audio_key", "video_key"];
    private static readonly string[] _mediaKinds = ["image_", "audio_", "video_"];

    /// <summary>The topology's <c>source</c>, or <c>sources</c> and <c>mix</c>.</summary>
    public IEnumerable<(string Name, YamlTree? Value)> Translate()
    {
        if (recipe.Recipe.Find("generated_dataset_config") is YamlMap generated)
        {
            return [("source", Generated(generated))];
        }

        var paths = Paths(out var sampleCount);
        var parts = paths.Select(p => (Path: p, Format: FormatOf(p))).Where(p => p.Format is not null).Select(p => (p.Path, Format: p.Format!)).ToList();
        if (parts.Count == 0)
        {
            // What is wrong is reported; a topology without a source would be reported once more.
            return [("source", YamlNodes.Map(recipe.Recipe.Where, ("empty", new YamlMap([], recipe.Recipe.Where))))];
        }

        var first = parts[0];
        if (sampleCount is null && parts.TrueForAll(p => p.Path.Weight == 1 && p.Format == first.Format && !IsFolderOfFiles(p) && (!UsesMedia || FolderOf(p.Path.Path) == FolderOf(first.Path.Path))))
        {
            return [("source", Source(first.Format, [.. parts.Select(p => p.Path)], null))];
        }

        return Several(parts, sampleCount);
    }

    private IEnumerable<(string Name, YamlTree? Value)> Several(List<(DatasetPath Path, DatasetFormat Format)> parts, long? sampleCount)
    {
        var total = parts.Sum(p => p.Path.Weight);
        var entries = new List<YamlEntry>();
        foreach (var (path, format) in parts)
        {
            var name = NameOf(path.Path, entries);
            entries.Add(new(YamlNodes.Plain(name, path.Where), Source(format, [path], Sampling(path, sampleCount, total))));
        }

        if (entries.Count == 1)
        {
            return [("source", entries[0].Value)];
        }

        var at = parts[0].Path.Where;
        return [("sources", new YamlMap(entries, at)), ("mix", YamlNodes.Map(at, ("order", YamlNodes.Plain("sequence", at))))];
    }

    private List<DatasetPath> Paths(out long? sampleCount)
    {
        sampleCount = null;
        if (recipe.Recipe.Find("dataset_path") is { } given and not YamlScalar { IsNull: true })
        {
            return [.. YamlNodes.Items(given).OfType<YamlScalar>().SelectMany(p => Path.Exists(recipe.Full(p.Value)) ? [new(p.Value, 1, p.Where)] : DatasetPath.Parse(p.Value, p.Where))];
        }

        if (recipe.Recipe.Find("dataset") is YamlMap dataset)
        {
            recipe.Ignored.AddRange(dataset.Entries.Where(e => !_known.Contains(e.Name)).Select(e => e.Key));
            sampleCount = long.TryParse(YamlNodes.TextOf(dataset.Find("max_sample_num")), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
            return [.. YamlNodes.Items(dataset.Find("configs")).Select(Configured).OfType<DatasetPath>()];
        }

        recipe.Problems.Add(recipe.Recipe, "the recipe needs dataset_path (or dataset, or generated_dataset_config)");
        return [];
    }

    private DatasetPath? Configured(YamlTree node)
    {
        if (node is not YamlMap config || YamlNodes.TextOf(config.Find("path")) is not { } path)
        {
            recipe.Problems.Add(node, "a dataset has a type (local), a path and perhaps a weight");
            return null;
        }

        recipe.Ignored.AddRange(config.Entries.Where(e => e.Name is not ("type" or "path" or "weight" or "data_type")).Select(e => e.Key));
        if (config.Find("type") is { } type && YamlNodes.TextOf(type) is { } kind && kind is not ("local" or "ondisk"))
        {
            recipe.Problems.Add(type, $"a dataset of type '{TopologyProblems.Excerpt(kind)}' cannot be read: download it, and name its files with type: local");
            return null;
        }

        return new(path, Quantity.Weight(YamlNodes.TextOf(config.Find("weight")) ?? "1") ?? 1, config.Find("path")!.Where);
    }

    private DatasetFormat? FormatOf(DatasetPath part)
    {
        var full = recipe.Full(part.Path);
        var format = File.Exists(full) ? DatasetFormat.OfFile(full) : Directory.Exists(full) ? DatasetFormat.OfFolder(full, Suffixes) : null;
        if (part.Weight is <= 0 or > 1)
        {
            recipe.Problems.Add(part.Where, $"the weight of '{TopologyProblems.Excerpt(part.Path)}' must be more than 0 and at most 1: it is the share of its samples that is taken");
        }

        if (!Path.Exists(full))
        {
            recipe.Problems.Add(part.Where, $"there is no file or folder '{TopologyProblems.Excerpt(part.Path)}' (looked for {full})");
        }
        else if (format is null)
        {
            recipe.Problems.Add(part.Where, $"'{TopologyProblems.Excerpt(part.Path)}' has no file that can be read{(Suffixes.Count > 0 ? $" of {string.Join(", ", Suffixes)}" : "")}; known: {string.Join(", ", DatasetFormat.All.SelectMany(f => f.Suffixes))}");
        }

        return format;
    }

    private IReadOnlyList<string> Suffixes { get; } =
        [.. YamlNodes.Items(recipe.Recipe.Find("suffixes")).Select(YamlNodes.TextOf).OfType<string>().Select(s => s.StartsWith('.') ? s : "." + s)];

    private YamlMap Source(DatasetFormat format, IReadOnlyList<DatasetPath> parts, YamlTree? steps)
    {
        var at = parts[0].Where;
        var paths = YamlNodes.List(parts.Select(p => PathOf(format, p.Path)), at);
        var options = YamlNodes.Map(
            at,
            ("path", paths),
            ("include", IsFolderOfFiles((parts[0], format)) ? YamlNodes.List(format.Chosen(Suffixes).Select(s => $"**/*{s}"), at) : null),
            ("columns", format.HasColumns ? Columns(at) : null),
            ("required", format.HasColumns && recipe.TextKeys.Count > 0 ? YamlNodes.List(recipe.TextKeys.Skip(1).Prepend("text"), at) : null),
            ("media_root", format.HasColumns && UsesMedia ? YamlNodes.Text(recipe.Relocated(FolderOf(parts[0].Path)), at) : null),
            ("json_columns", format.HasColumns && MessagesColumn is { } messages ? YamlNodes.List([messages], at) : null),
            ("add_suffix", AddsSuffix ? YamlNodes.Plain("true", at) : null));
        return YamlNodes.Map(at, (format.Source, options), ("steps", steps));
    }

    private string PathOf(DatasetFormat format, string path)
    {
        var written = recipe.Relocated(path);
        return Directory.Exists(recipe.Full(path)) && format.HasColumns
            ? $"{written.TrimEnd('/')}/**/*{AnyOf(format.Chosen(Suffixes))}"
            : written;
    }

    private static string AnyOf(IReadOnlyList<string> suffixes) => suffixes is [var only] ? only : $".{{{string.Join(',', suffixes.Select(s => s[1..]))}}}";

    private bool IsFolderOfFiles((DatasetPath Path, DatasetFormat Format) part) => !part.Format.HasColumns && Directory.Exists(recipe.Full(part.Path.Path));

    // The operator that looks at suffixes needs them, as in Data-Juicer.
    private bool AddsSuffix => YamlNodes.Flag(recipe.Recipe.Find("add_suffix")) == true
        || recipe.Process.Any(p => (p as YamlScalar)?.Value == "suffix_filter" || (p as YamlMap)?.Find("suffix_filter") is not null);

    // The operator that looks at all that stands in messages, calls of tools and blocks of content, needs their JSON.
    private string? MessagesColumn => recipe.Process.Select(MessagesKey).FirstOrDefault(key => key is not null);

    private static string? MessagesKey(YamlTree step) => step switch
    {
        YamlScalar { Value: NeedsMessages } => DefaultMessages,
        YamlMap map when map.Find(NeedsMessages) is { } options => YamlNodes.TextOf((options as YamlMap)?.Find("messages_key")) ?? DefaultMessages,
        _ => null,
    };

    // As in Data-Juicer, relative paths of media start where the data set lies.
    private string FolderOf(string path) => Directory.Exists(recipe.Full(path)) ? path : Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private bool UsesMedia => _mediaKeys.Any(key => recipe.Recipe.Find(key) is not null)
        || recipe.Process.Any(p => (p is YamlMap { Entries: [var only, ..] } ? only.Name : (p as YamlScalar)?.Value) is { } name && _mediaKinds.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)));

    private YamlMap? Columns(Place at)
    {
        var columns = new[] { ("text", recipe.TextKeys is [var key, ..] ? key : null), Media("images", "image_key"), Media("audios", "audio_key"), Media("videos", "video_key") }
            .Where(c => c.Item2 is not null && c.Item2 != c.Item1)
            .Select(c => (c.Item1, (YamlTree?)YamlNodes.Text(c.Item2!, at)))
            .ToArray();
        return columns.Length == 0 ? null : YamlNodes.Map(at, columns);
    }

    private (string, string?) Media(string member, string setting) => (member, YamlNodes.TextOf(recipe.Recipe.Find(setting)));

    private static YamlList? Sampling(DatasetPath path, long? sampleCount, double total)
    {
        var (name, value) = sampleCount is { } count
            ? ("select_num", ((long)(count * path.Weight / total)).ToString(CultureInfo.InvariantCulture))
            : ("select_ratio", path.Weight.ToString(CultureInfo.InvariantCulture));
        if (sampleCount is null && path.Weight == 1)
        {
            return null;
        }

        var options = YamlNodes.Map(path.Where, (name, YamlNodes.Plain(value, path.Where)), ("round_up", sampleCount is null ? YamlNodes.Plain("true", path.Where) : null));
        return new([YamlNodes.Map(path.Where, ("random_selector", options))], path.Where);
    }

    private YamlMap Generated(YamlMap generated)
    {
        var type = generated.Find("type");
        if (YamlNodes.TextOf(type)?.Replace("_", "", StringComparison.Ordinal).Equals("emptyformatter", StringComparison.OrdinalIgnoreCase) != true)
        {
            recipe.Problems.Add(type ?? generated, "of generated data sets only those of type EmptyFormatter are known: { type: EmptyFormatter, length: 10, feature_keys: [text] }");
        }

        return YamlNodes.Map(generated.Where, ("empty", new YamlMap([.. generated.Entries.Where(e => e.Name != "type")], generated.Where)));
    }

    private static string NameOf(string path, List<YamlEntry> taken)
    {
        var stem = RecipeNames.Valid(Path.GetFileNameWithoutExtension(path.TrimEnd('/')), "dataset");
        var name = stem;
        for (var n = 2; taken.Any(t => t.Name == name); n++)
        {
            name = $"{stem}-{n}";
        }

        return name;
    }
}
