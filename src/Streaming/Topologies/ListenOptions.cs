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

    /// <summary>The port of Arrow Flight (gRPC over plain HTTP/2); 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int FlightPort { get; init; } = 8815;

    /// <summary>What decoded rows may take; in a run, beside the run's own memory.</summary>
    [Range(1 << 20, long.MaxValue)]
    public ByteSize Memory { get; init; } = ByteSize.MiB(512);

    /// <summary>The most streams at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; init; } = 4096;

    /// <summary>Tables that are fed: folders, or NAME=folder. In a topology, beside the run's own.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];
}
