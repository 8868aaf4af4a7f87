using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Fetching;

/// <summary>Media that are http(s) addresses: fetched ahead of the operators that read them, from hosts that are named, within limits. What cannot be fetched is a dead letter.</summary>
public sealed record HttpMediaOptions : IValidatesOptions
{
    /// <summary>The hosts that may be asked: a name, an address, <c>*.example.org</c> for all below one, or <c>*</c> for any. Redirects must lead to one of them, too.</summary>
    [MinLength(1)]
    public required IReadOnlyList<string> Allow { get; init; }

    /// <summary>The most bytes of one medium.</summary>
    [Range(1L, 1L << 30)]
    public ByteSize MaxBytes { get; init; } = ByteSize.MiB(32);

    /// <summary>How long one medium may take in all, with its redirects, its tries and the waits between them; the wait for its turn does not count.</summary>
    [Range(1, 600_000)]
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>The most redirects from one address.</summary>
    [Range(0, 20)]
    public int MaxRedirects { get; init; } = 3;

    /// <summary>The most tries after the first one that broke on the way or found the server busy.</summary>
    [Range(0, 20)]
    public int Retries { get; init; } = 3;

    /// <summary>Media that are fetched at once.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; init; } = 16;

    /// <summary>Media that are fetched at once from one host.</summary>
    [Range(1, 1024)]
    public int PerHost { get; init; } = 4;

    /// <summary>Whether addresses inside the machine or its network may be connected to. Leave it off where anybody else writes the references.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Whether the bytes become part of the sample and so of the table; else it keeps the address alone.</summary>
    public bool KeepBytes { get; init; }

    /// <summary>Directives of <c>X-Robots-Tag</c> with which a server forbids the use; such a medium is a dead letter.</summary>
    public IReadOnlyList<string> RobotsTags { get; init; } = ["noai", "noimageai", "noindex", "noimageindex"];

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        foreach (var host in Allow.Where(host => !HostPatterns.IsPattern(host)))
        {
            yield return new("allow", $"'{host}' is no host: write a name or address without scheme, port and path, '*.example.org' for all names below one, or '*'");
        }
    }
}
