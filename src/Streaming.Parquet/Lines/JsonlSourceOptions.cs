using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Layouts;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>Options of <see cref="JsonlSource"/>.</summary>
internal sealed record JsonlSourceOptions : LayoutOptions, IFileSourceOptions, IValidatesOptions
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

    /// <summary>What a file does that cannot be read or decompressed.</summary>
    public BadFileAction OnBadFile { get; init; }

    /// <summary>How many files are read at once. The order of the samples stays that of one reader.</summary>
    [Range(1, 64)]
    public int ReadAheadFiles { get; init; } = 2;

    /// <summary>Whether files that come later are read too, for ever: then the source never ends. Write under another name (a dot, an underscore, .tmp or .part) and rename (docs/following.md).</summary>
    public bool Follow { get; init; }

    /// <summary>With follow: how often the folders are listed. On local disks new files are seen at once.</summary>
    [Range(0.01, 86400)]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

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
