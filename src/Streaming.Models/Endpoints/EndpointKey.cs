namespace Streaming.Models.Endpoints;

/// <summary>The key of an endpoint. It has no text: what prints it prints three dots.</summary>
public sealed class EndpointKey(string value)
{
    internal string Value => value;

    /// <summary>What an environment variable holds, or null where it is empty.</summary>
    public static EndpointKey? FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? new EndpointKey(value.Trim()) : null;

    /// <inheritdoc/>
    public override string ToString() => "…";
}
