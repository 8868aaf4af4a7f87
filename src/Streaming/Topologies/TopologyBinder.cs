using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Binds the top level of a topology and checks that its parts fit together.</summary>
internal sealed class TopologyBinder
{
    private static readonly string[] _elsewhere = ["sources", "source", "mix", "steps", "sinks", "sink", "rejects"];
    private static readonly IReadOnlyList<OptionEntry> _options = [.. OptionReflection.Read(typeof(TopologyOptions)).Where(o => !_elsewhere.Contains(o.Name))];
    private static readonly IReadOnlyList<OptionEntry> _rejectOptions = OptionReflection.Read(typeof(RejectOptions));

    private readonly OperatorCatalog _catalog;
    private readonly TopologyProblems _problems;
    private readonly string _baseFolder;
    private readonly OptionsBinder _binder;
    private readonly OperatorBinder _operators;
    private readonly StepBinder _steps;
    private readonly SideOutputBinder _sides;

    public TopologyBinder(OperatorCatalog catalog, TopologyProblems problems, string baseFolder)
    {
        (_catalog, _problems, _baseFolder) = (catalog, problems, baseFolder);
        _binder = new(problems, baseFolder);
        _operators = new(catalog, _binder, problems);
        _steps = new(_operators, problems);
        _sides = new(catalog, _operators, problems);
    }

    /// <summary>The topology; where problems were added it may be null or incomplete.</summary>
    public TopologySpec? Bind(YamlMap root, string file)
    {
        (root, var deadLettersSink) = _sides.Take(root, "dead_letters");
        (root, var rejectsSink) = _sides.Take(root, "rejects");
        var options = (TopologyOptions?)_binder.Bind(root, root, typeof(TopologyOptions), _options, "the topology", _elsewhere);
        var sources = BindNamed(root, "source", BindSource);
        var mix = new MixBinder(_binder, _problems).Bind(root.Find("mix"), [.. NamesOf(root, "source")]);
        FeedbackCheck.Check(root.Find("feedback"), options?.Feedback, mix, [.. NamesOf(root, "source")], _problems);
        var steps = _steps.Bind(root.Find("steps"));
        var sinks = BindNamed(root, "sink", BindSink);
        CheckSinkUses(root);
        var rejects = BindRejects(root.Find("rejects"), out var dropsRejects);
        if (options is null || sinks is not [{ } primary, ..] || _problems.HasErrors)
        {
            return null;
        }

        var primaryPath = PathOf(primary.Sink)!;
        var spec = new TopologySpec
        {
            Name = options.Name,
            File = file,
            BaseFolder = _baseFolder,
            Hash = TopologyHash.Of(root, _catalog),
            Seed = options.Seed,
            Memory = options.Memory,
            Threads = options.Threads,
            Epoch = new(options.Epoch.Every, options.Epoch.Samples, options.Epoch.Bytes),
            HttpMedia = options.Media.Http,
            Sources = sources,
            Mix = mix,
            Feedback = options.Feedback,
            Feed = options.Feed,
            Steps = steps,
            Sinks = sinks,
            RejectsPath = dropsRejects ? null : PathOf(rejectsSink) ?? Folder(rejects?.Path) ?? $"{primaryPath}.rejects",
            RejectsSink = rejectsSink,
            DeadLettersPath = PathOf(deadLettersSink) ?? Folder(options.DeadLetters.Path) ?? $"{primaryPath}.dead_letters",
            DeadLettersSink = deadLettersSink,
            MaxDeadLetterRatio = options.DeadLetters.MaxRatio,
        };
        CheckPaths(spec, root);
        return spec;
    }

    private IReadOnlyList<T> BindNamed<T>(YamlMap root, string word, Func<YamlScalar, YamlTree, T?> bind)
        where T : class
    {
        var (single, several) = (root.Find(word), root.Find(word + "s"));
        if (single is not null && several is not null)
        {
            _problems.Add(single, $"both '{word}' and '{word}s'; write one of them");
        }

        if ((several ?? single) is not { } given || given is YamlScalar { IsNull: true })
        {
            _problems.Add(root, $"the topology needs a {word}: '{word}s' names them, or '{word}' gives one");
            return [];
        }

        if (several is null)
        {
            return bind(new(word, true, given.Where), given) is { } only ? [only] : [];
        }

        if (several is not YamlMap { Entries.Count: > 0 } map)
        {
            _problems.Add(several, $"'{word}s' gives each {word} a name: {{ my_{word}: {{ … }} }}");
            return [];
        }

        foreach (var key in map.Entries.Select(e => e.Key).Where(k => !TopologyNames.IsValid(k.Value)))
        {
            _problems.Add(key, TopologyNames.Message);
        }

        return [.. map.Entries.Select(e => bind(e.Key, e.Value)).OfType<T>()];
    }

    private SourceSpec? BindSource(YamlScalar name, YamlTree node)
    {
        var steps = (node as YamlMap)?.Find("steps");
        var bound = _operators.Bind(node is YamlMap map ? new YamlMap([.. map.Entries.Where(e => e.Name != "steps")], map.Where) : node, OperatorRole.Source);
        var ownSteps = _steps.Bind(steps);
        return bound is null ? null : new(name.Value, bound, ownSteps);
    }

    private SinkSpec? BindSink(YamlScalar name, YamlTree node) => _operators.Bind(node, OperatorRole.Sink) is { } bound ? new(name.Value, bound) : null;

    private RejectOptions? BindRejects(YamlTree? node, out bool drops)
    {
        drops = node is YamlScalar { Value: "off" or "false" };
        switch (node)
        {
            case null:
            case YamlScalar when drops:
                return null;
            case YamlMap map:
                return (RejectOptions?)_binder.Bind(map, map, typeof(RejectOptions), _rejectOptions, "rejects");
            default:
                _problems.Add(node, "'rejects' is { path: … }, or off to drop them");
                return null;
        }
    }

    private void CheckSinkUses(YamlMap root)
    {
        var sinks = NamesOf(root, "sink").ToList();
        foreach (var use in _steps.SinkUses.Where(u => !sinks.Contains(u.Value)))
        {
            _problems.Add(use, $"no sink is named '{TopologyProblems.Excerpt(use.Value)}'", NearestName.Find(use.Value, sinks));
        }

        // The main line ends in the first sink; the others get what a branch sends there.
        foreach (var (key, _) in (root.Find("sinks") as YamlMap)?.Entries.Skip(1).Where(s => _steps.SinkUses.All(u => u.Value != s.Name)) ?? [])
        {
            _problems.Add(key, $"nothing is written to sink '{TopologyProblems.Excerpt(key.Value)}': only the first sink takes the main line; send a branch of a route or tee here by 'to: {TopologyProblems.Excerpt(key.Value)}'");
        }
    }

    private void CheckPaths(TopologySpec spec, YamlMap root)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<(string What, string Path)> outputs =
        [
            .. spec.Sinks.Select(s => ($"sink '{s.Name}'", PathOf(s.Sink)!)), ("rejects", spec.RejectsPath ?? ""), ("dead letters", spec.DeadLettersPath),
        ];
        foreach (var (what, path) in outputs.Where(o => o.Path.Length > 0))
        {
            if (!paths.TryAdd(path, what))
            {
                _problems.Add(root.Find("sinks") ?? root.Find("sink") ?? root, $"{paths[path]} and {what} have the same path: {path}");
            }
        }
    }

    private string? PathOf(OperatorSpec? sink)
    {
        if (sink is null)
        {
            return null;
        }

        var option = sink.Options is null ? null : _catalog.Find(OperatorRole.Sink, sink.Name)?.Options.FirstOrDefault(o => o.IsPath);
        return Folder(option?.Property.GetValue(sink.Options) as string) ?? Path.Combine(_baseFolder, sink.Name);
    }

    // Without its last slash, so that `.rejects` comes to stand beside the folder and not in it.
    private static string? Folder(string? path) => path?.TrimEnd('/', '\\');

    private static IEnumerable<string> NamesOf(YamlMap root, string word) =>
        root.Find(word + "s") is YamlMap several ? several.Entries.Select(e => e.Name) : root.Find(word) is null ? [] : [word];
}
