using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>How a run is served while it goes on.</summary>
public sealed record ServingOptions
{
    /// <summary>The IP address to listen on. Anything but this machine's own needs a token in the variable <c>STREAMING_AUTH_TOKEN</c>.</summary>
    [MinLength(1)]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port of HTTP; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; init; } = 8080;

    /// <summary>The port of Arrow Flight; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int FlightPort { get; init; } = 8815;

    /// <summary>What decoded rows of the feed may take, beside the run's own memory.</summary>
    [Range(1 << 20, long.MaxValue)]
    public ByteSize Memory { get; init; } = ByteSize.MiB(256);

    /// <summary>The most streams at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; init; } = 4096;

    /// <summary>Whether serving goes on after the end of the input, until Ctrl-C; otherwise it ends with the run.</summary>
    public bool Stay { get; init; }

    /// <summary>How many epochs the run may be ahead of the stream that has read farthest, so that what a trainer tells steers what it reads soon; null: it does not wait for anybody.</summary>
    [Range(1, 1_000_000)]
    public int? Ahead { get; init; }

    /// <summary>Other tables that are fed beside the run's own: folders, or NAME=folder.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];
}
