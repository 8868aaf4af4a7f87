using Streaming.Topologies;

namespace Streaming.Feed;

/// <summary>How a feed is served.</summary>
public sealed record FeedOptions : ListenOptions
{
    /// <summary>The environment variable that holds the token: arguments and files are seen by others, variables are not.</summary>
    public const string TokenVariable = "STREAMING_AUTH_TOKEN";

    /// <summary>The environment variable that holds what the private key is encrypted with.</summary>
    public const string TlsPasswordVariable = "STREAMING_TLS_PASSWORD";

    /// <summary>With the defaults.</summary>
    public FeedOptions()
    {
    }

    /// <summary>With what others say of the place to listen on.</summary>
    public FeedOptions(ListenOptions listen) : base(listen)
    {
    }

    /// <summary>Tables whose first commit may be still to come, as NAME=folder.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>Whether errors of the server are told as JSON, an object a line.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Asked of every client as a bearer token; null asks for none, which only loopback allows.</summary>
    public string? AuthToken { get; init; }

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder) => base.PrintMembers(builder);
}
