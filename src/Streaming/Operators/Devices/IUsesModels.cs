namespace Streaming.Operators;

/// <summary>An operator whose results depend on models: what they are is written down with every epoch that it touched.</summary>
public interface IUsesModels
{
    /// <summary>The models, by name, with their digests; known once the operator is open.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Models { get; }

    /// <summary>The libraries that compute them, by name, with their versions: another version may give other last digits. Known once the operator is open.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Runtimes => [];
}
