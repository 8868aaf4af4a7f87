using Streaming.Operators;

namespace Streaming.Models.Endpoints;

/// <summary>The endpoint will not answer this request: its content is not allowed, it is too long, its parameters are not known there.</summary>
public sealed class CompletionRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The endpoint answers others, but broke at this request each time.</summary>
public sealed class CompletionFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The endpoint answers nobody: nothing is lost, and the same command goes on where it ended.</summary>
public sealed class EndpointDownException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Makes errors of the user's making.</summary>
internal static class BadEndpoint
{
    public static BadInputException Because(EndpointSettings settings, EndpointFailure failure) => new(
        $"The endpoint {settings.Address} does not serve the model '{settings.Model}' ({failure.Message}). Look at endpoint, model and the key in the environment{(settings.Key is null ? "; no key is set" : "")}.", failure);
}
