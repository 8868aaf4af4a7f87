using System.ComponentModel.DataAnnotations;

namespace Streaming.Parquet.Reading;

/// <summary>Options of <see cref="ParquetSource"/>.</summary>
internal sealed record ParquetSourceOptions : RowFileOptions, IFileSourceOptions, IValidatesOptions
{
    /// <summary>A file, a folder (its .parquet files at any depth), a glob (<c>**</c> goes over folders), a Delta table's folder, or a list of these.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Suffixes => [".parquet"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder);
}
