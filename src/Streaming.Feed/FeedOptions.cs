using System.ComponentModel.DataAnnotations;

namespace Streaming.Feed;

/// <summary>How a feed is served.</summary>
public sealed record FeedOptions
{
    /// <summary>The environment variable that holds the token: arguments and files are seen by others, variables are not.</summary>
    public const string TokenVariable = "STREAMING_AUTH_TOKEN";

    /// <summary>Folders of tables, or NAME=folder.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>Tables whose first commit may be still to come, as NAME=folder.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>The address to listen on; loopback by default.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port of HTTP; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; init; } = 8080;

    /// <summary>The port of Arrow Flight (gRPC over plain HTTP/2); 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int FlightPort { get; init; } = 8815;

    /// <summary>What decoded rows may take.</summary>
    public ByteSize Memory { get; init; } = ByteSize.MiB(512);

    /// <summary>The most streams at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; init; } = 4096;

    /// <summary>Asked of every client as a bearer token; null asks for none, which only loopback allows.</summary>
    public string? AuthToken { get; init; }
}
