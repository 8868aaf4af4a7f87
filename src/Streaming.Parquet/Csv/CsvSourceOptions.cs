using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Layouts;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>Options of <see cref="CsvSource"/>.</summary>
internal sealed record CsvSourceOptions : LayoutOptions, IFileSourceOptions, IValidatesOptions
{
    /// <summary>A file, a folder (its .csv and .tsv files, also .gz and .zst, at any depth), a glob (<c>**</c> goes over folders), or a list of these.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>What stands between fields, one character. By default a tab in files that end in .tsv, else a comma.</summary>
    [StringLength(1, MinimumLength = 1)]
    public string? Delimiter { get; init; }

    /// <summary>Types of columns (<c>string</c>, <c>int64</c>, <c>float64</c>, <c>bool</c>), by the names in the first row. Those that are not named are learnt from the first rows.</summary>
    public IReadOnlyDictionary<string, string> Schema { get; init; } = new Dictionary<string, string>();

    /// <summary>From how many rows types are learnt.</summary>
    [Range(1, 1_000_000)]
    public int InferRows { get; init; } = 10_000;

    /// <summary>Fields of these contents, in quotation marks or not, are null; an empty one always is.</summary>
    public IReadOnlyList<string> NullValues { get; init; } =
    [
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
    ];

    /// <summary>A longer row ends its file, as <c>on_bad_file</c> says: after a quotation mark that is never closed nobody knows where rows begin.</summary>
    public ByteSize MaxRowSize { get; init; } = ByteSize.MiB(16);

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
    public IReadOnlyList<string> Suffixes => [".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder).Concat(SchemaProblems());

    private IEnumerable<OptionProblem> SchemaProblems() => Schema
        .Where(c => TypeText.ProblemOf(c.Value) is not null || CsvCell.Of(TypeText.Parse(c.Value)) is null)
        .Select(c => new OptionProblem("schema", $"{c.Key}: '{c.Value}' is none of string, int64, float64, bool."));
}
