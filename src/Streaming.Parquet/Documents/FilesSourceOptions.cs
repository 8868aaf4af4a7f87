using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Documents;

/// <summary>Options of <see cref="FilesSource"/>.</summary>
internal sealed record FilesSourceOptions : IValidatesOptions
{
    /// <summary>Folders of documents, files, or globs (<c>**</c> goes over folders), or a list of these. Each is a split.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Of a folder's files those are taken whose path below it fits one of these globs.</summary>
    public IReadOnlyList<string> Include { get; init; } = ["**/*.html", "**/*.htm", "**/*.xhtml", "**/*.md", "**/*.markdown", "**/*.rst", "**/*.txt"];

    /// <summary>Files whose path below the folder or the glob's root fits one of these globs are left out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>A larger file becomes a dead letter with its first 64 KiB.</summary>
    public ByteSize MaxFileSize { get; init; } = ByteSize.MiB(16);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) =>
        InputFiles.Problems([.. Path.Where(p => !Directory.Exists(System.IO.Path.GetFullPath(p, baseFolder)))], baseFolder, []).Select(p => new OptionProblem("path", p));
}
