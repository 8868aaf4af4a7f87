using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Where a feed listens, and what it may take.</summary>
public abstract record ListenOptions
{
    /// <summary>The IP address to listen on. Anything but this machine's own needs a token in the variable <c>STREAMING_AUTH_TOKEN</c>.</summary>
    [MinLength(1)]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port of HTTP; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; init; } = 8080;

    /// <summary>The port of Arrow Flight (gRPC over HTTP/2); 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int FlightPort { get; init; } = 8815;

    /// <summary>What decoded rows may take; in a run, beside the run's own memory.</summary>
    [Range(1 << 20, long.MaxValue)]
    public ByteSize Memory { get; init; } = ByteSize.MiB(512);

    /// <summary>The most streams at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; init; } = 4096;

    /// <summary>Encrypts both ports; null: they are plain, which is for this machine alone or behind a proxy that encrypts.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Requests that one address may make in a second, over time; five times as many at once. More are answered with 429 and the time to wait.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequestsPerSecond { get; init; } = 1_000;

    /// <summary>A stream whose client takes nothing for so long, though there is something for it, is closed; it goes on from its cursor.</summary>
    [Range(0.1, 86400 * 49)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Tables that are fed: folders, or NAME=folder. In a topology, beside the run's own.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];
}
