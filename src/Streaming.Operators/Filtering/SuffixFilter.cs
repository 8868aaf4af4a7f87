namespace Streaming.Operators.Filtering;

/// <summary>
/// Keeps samples whose file has one of the given suffixes: exactly as written, so that <c>.txt</c>, <c>txt</c> and <c>.TXT</c> are three. The suffix is that of the
/// column <c>__dj__suffix__</c>, or of the file that the sample came from where there is no such column.
/// </summary>
[Operator("suffix_filter", Example = "{ suffixes: [.txt, .md] }")]
internal sealed class SuffixFilter(SuffixFilterOptions options) : Filter
{
    private const string Column = "__dj__suffix__";

    private readonly HashSet<string> _suffixes = [.. options.Suffixes];
    private bool _hasColumn;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _hasColumn = context.Input.Find(Column) is not null;
        return ValueTask.CompletedTask;
    }

    protected override bool Keep(Sample sample) => _suffixes.Count == 0 || options.ReversedRange != (Suffix(sample) is { } suffix && _suffixes.Contains(suffix));

    protected override Rejection Explain(Sample sample) => new(
        $"the suffix '{Suffix(sample)}' is {(options.ReversedRange ? "" : "not ")}among the given ones", null, string.Join(", ", options.Suffixes));

    private string? Suffix(Sample sample) => _hasColumn ? sample.Meta[Column] as string : Path.GetExtension(sample.Lineage.Split.Name);
}

/// <summary>Options of <c>suffix_filter</c>.</summary>
internal sealed record SuffixFilterOptions
{
    /// <summary>The suffixes to keep; none keeps every sample.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>Keeps the samples with other suffixes instead.</summary>
    public bool ReversedRange { get; init; }
}
