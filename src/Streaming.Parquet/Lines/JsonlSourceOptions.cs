using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Options of <see cref="JsonlSource"/>.</summary>
internal sealed record JsonlSourceOptions : RowFileOptions, IFileSourceOptions, IValidatesOptions
{
    /// <summary>A file, a folder (its .jsonl, .ndjson and .json files, also .gz and .zst, at any depth), a glob (<c>**</c> goes over folders), or a list of these.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>
    /// Columns and their types (<c>string</c>, <c>int64</c>, <c>float64</c>, <c>bool</c>, <c>list&lt;int32&gt;</c>, <c>struct&lt;a: string&gt;</c>, <c>map&lt;string, int64&gt;</c>…).
    /// Empty: they are learnt from the first lines.
    /// </summary>
    public IReadOnlyDictionary<string, string> Schema { get; init; } = new Dictionary<string, string>();

    /// <summary>From how many lines the columns are learnt.</summary>
    [Range(1, 1_000_000)]
    public int InferLines { get; init; } = 1000;

    /// <summary>What a field does that no column was learnt for.</summary>
    public UnknownFields UnknownFields { get; init; }

    /// <summary>A longer line becomes a dead letter with its first 64 KiB.</summary>
    public ByteSize MaxLineBytes { get; init; } = ByteSize.MiB(16);

    /// <inheritdoc/>
    public IReadOnlyList<string> Suffixes => LineStreams.Suffixes;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder).Concat(SchemaProblems());

    private IEnumerable<OptionProblem> SchemaProblems() =>
        Schema.Values.Select(TypeText.ProblemOf).OfType<string>().Select(p => new OptionProblem("schema", p));
}

/// <summary>What an unknown field does.</summary>
internal enum UnknownFields
{
    /// <summary>Its line becomes a dead letter.</summary>
    DeadLetter,

    /// <summary>It is passed over.</summary>
    Ignore,
}
