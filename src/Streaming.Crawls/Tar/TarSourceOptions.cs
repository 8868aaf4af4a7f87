using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>Options of <see cref="TarSource"/>.</summary>
internal sealed record TarSourceOptions : IValidatesOptions
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

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => InputFiles.Problems(Path, baseFolder, TarSource.Suffixes).Select(p => new OptionProblem("path", p));
}
