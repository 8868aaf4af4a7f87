namespace Streaming.Cli;

/// <summary>The options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json") { Recursive = true, Description = "End standard output with one JSON object; progress goes to standard error." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Recursive = true, Description = "No progress and no summary, only errors." };

    public Option<string[]> Set { get; } = new("--set") { Recursive = true, HelpName = "path=value", Description = "Overrides a value of the topology: steps.0.text_length_filter.min_len=50. May be repeated." };

    public Option<LogDetail> LogLevel { get; } = new("--log-level") { Recursive = true, DefaultValueFactory = _ => LogDetail.Info, Description = "What to tell on standard error: error, warning, info, or debug with exceptions in full." };

    public Option<LogForm> LogFormat { get; } = new("--log-format") { Recursive = true, DefaultValueFactory = _ => LogForm.Text, Description = "How to tell it: text, or json with an object a line." };

    public Option<string[]> Plugin { get; } = new("--plugin") { Recursive = true, HelpName = "path.dll", Description = "Operators of your own assembly (docs/embedding.md). May be repeated." };

    public IEnumerable<Option> All => [Json, Quiet, Set, LogLevel, LogFormat, Plugin];

    public Settings Of(ParseResult parsed) => new(parsed.GetValue(Json), parsed.GetValue(Quiet), parsed.GetValue(Set) ?? [], parsed.GetValue(LogLevel), parsed.GetValue(LogFormat)) { Plugins = parsed.GetValue(Plugin) ?? [] };
}

/// <summary>The values of the global options.</summary>
internal sealed record Settings(bool Json, bool Quiet, IReadOnlyList<string> Overrides, LogDetail Log, LogForm LogForm)
{
    private OperatorCatalog? _catalog;

    /// <summary>Assemblies with operators.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The program's operators, and those of plug-ins.</summary>
    /// <exception cref="BadInputException">A plug-in cannot be used.</exception>
    public OperatorCatalog Catalog => _catalog ??= OperatorCatalog.Default.WithPlugins(Plugins);

    /// <summary>Whether to tell how it goes.</summary>
    public bool ShowsProgress => !Quiet && Log >= LogDetail.Info;
}

/// <summary>How it is told on standard error.</summary>
internal enum LogForm
{
    Text,
    Json,
}

/// <summary>How much is told on standard error.</summary>
internal enum LogDetail
{
    Error,
    Warning,
    Info,
    Debug,
}
