using System.ComponentModel.DataAnnotations;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Warc;

/// <summary>Options of <see cref="WarcSource"/>.</summary>
internal sealed record WarcSourceOptions : IFileSourceOptions, IValidatesOptions
{
    /// <summary>A file, a folder (its .warc, .wet files and the same with .gz or .zst, at any depth), a glob (<c>**</c> goes over folders), or a list of these. Each file is a split.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The kinds of records that become samples: response (an HTTP response), resource and conversion (content as it stands), revisit (a page that had not changed: no content). Others are passed over.</summary>
    [MinLength(1), AllowedRecordTypes]
    public IReadOnlyList<string> Records { get; init; } = ["response", "resource", "conversion"];

    /// <summary>The media types that become samples; <c>text/*</c> and <c>*/*</c> stand for many. Text is decoded into the sample's text, all else kept as bytes in the column <c>payload</c>.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> MediaTypes { get; init; } = ["text/html", "application/xhtml+xml", "text/plain"];

    /// <summary>The HTTP statuses that become samples. Empty: all.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [200];

    /// <summary>The HTTP header fields that are kept in the column <c>http_headers</c>, in lower case; several of one name are a line each.</summary>
    public IReadOnlyList<string> KeepHeaders { get; init; } = ["content-language", "content-signal", "content-usage", "link", "tdm-policy", "tdm-reservation", "x-robots-tag"];

    /// <summary>A record with a longer header becomes a dead letter, and reading goes on at the next one.</summary>
    [Range(1 << 10, 1 << 20)]
    public ByteSize MaxHeaderBytes { get; init; } = new(64 << 10);

    /// <summary>A larger record becomes a dead letter with its first 64 KiB.</summary>
    [Range(1 << 10, 1 << 30)]
    public ByteSize MaxRecordBytes { get; init; } = ByteSize.MiB(16);

    /// <summary>A record whose body is larger once its content coding is taken off becomes a dead letter.</summary>
    [Range(1 << 10, 1 << 30)]
    public ByteSize MaxBodyBytes { get; init; } = ByteSize.MiB(16);

    /// <summary>What a file does that cannot be read (a broken record is a dead letter in any case).</summary>
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
    public IReadOnlyList<string> Suffixes => [".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder) => this.PathProblems(baseFolder);
}

/// <summary>Refuses kinds of records that never become samples.</summary>
internal sealed class AllowedRecordTypesAttribute : ValidationAttribute
{
    private static readonly string[] _allowed = ["response", "resource", "conversion", "revisit"];

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IReadOnlyList<string> types && types.All(_allowed.Contains);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} may hold {string.Join(", ", _allowed)}.";
}
