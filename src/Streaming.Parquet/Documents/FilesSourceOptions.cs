using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Following;
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

    /// <summary>Adds the column <c>__dj__suffix__</c>: the suffix of the file's name (<c>.txt</c>).</summary>
    public bool AddSuffix { get; init; }

    /// <summary>A larger file becomes a dead letter with its first 64 KiB.</summary>
    public ByteSize MaxFileSize { get; init; } = ByteSize.MiB(16);

    /// <summary>Whether files that come later are read too, for ever: then the source never ends. Each file is a split of its own. Write under another name (a dot, an underscore, .tmp or .part) and rename (docs/following.md).</summary>
    public bool Follow { get; init; }

    /// <summary>With follow: how often the folders are listed. On local disks new files are seen at once.</summary>
    [Range(0.01, 86400)]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The files to follow.</summary>
    public FollowedFiles Followed(string baseFolder, TimeProvider time)
    {
        Glob[] include = [.. Include.Select(Glob.Below)];
        Glob[] exclude = [.. Exclude.Select(Glob.Below)];
        return new(Path, baseFolder, name => include.Any(g => g.Matches(name)), PollEvery, time) { IsExcluded = name => exclude.Any(g => g.Matches(name)) };
    }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => Path.FirstOrDefault(StorePlace.IsAddress) is { } address
        ? [new("path", $"'{address}' is an address: files are read from folders; jsonl, csv, parquet, warc and tar from addresses too")]
        : (Follow ? Followed(baseFolder, TimeProvider.System).Problems() : InputFiles.Problems([.. Path.Where(p => !Directory.Exists(System.IO.Path.GetFullPath(p, baseFolder)))], baseFolder, [])).Select(p => new OptionProblem("path", p));
}
