using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Csv;

/// <summary>Options of <see cref="CsvSource"/>.</summary>
internal sealed record CsvSourceOptions : RowFileOptions, IFileSourceOptions, IValidatesOptions
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

    /// <inheritdoc/>
    public IReadOnlyList<string> Suffixes => [".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder).Concat(SchemaProblems());

    private IEnumerable<OptionProblem> SchemaProblems() => Schema
        .Where(c => TypeText.ProblemOf(c.Value) is not null || CsvCell.Of(TypeText.Parse(c.Value)) is null)
        .Select(c => new OptionProblem("schema", $"{c.Key}: '{c.Value}' is none of string, int64, float64, bool."));
}
