using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>Options of <see cref="TarSource"/>.</summary>
internal sealed record TarSourceOptions : IFileSourceOptions, IValidatesOptions
{
    /// <summary>A file, a folder (its .tar, .tar.gz, .tgz and .tar.zst files, at any depth), a glob (<c>**</c> goes over folders), or a list of these. Each file is a split.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>A sample whose files have more bytes together becomes a dead letter.</summary>
    [Range(1, 1L << 30)]
    public ByteSize MaxSampleBytes { get; init; } = ByteSize.MiB(64);

    /// <summary>What a file does that cannot be read, or is corrupt from some place on: the headers of a tar file lead from one to the next.</summary>
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
    public IReadOnlyList<string> Suffixes => [".tar", ".tar.gz", ".tgz", ".tar.zst"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder);
}
