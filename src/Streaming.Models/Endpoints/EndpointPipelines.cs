using Polly;
using Polly.Timeout;
using Streaming.Models.Completions;
using Streaming.Operators;

namespace Streaming.Models.Endpoints;

/// <summary>How tries follow each other, and when none is made.</summary>
internal static class EndpointPipelines
{
    /// <summary>Tries again what is worth it, after what the server says, or else after waits that double and are spread at random.</summary>
    public static ResiliencePipeline<Completion> Retries(EndpointSettings settings, TimeProvider time) => new ResiliencePipelineBuilder<Completion> { TimeProvider = time }
        .AddRetries(int.MaxValue, settings.FirstDelay, settings.LongestDelay, fault => fault is EndpointFailure { IsRetried: true }, fault => (fault as EndpointFailure)?.RetryAfter)
        .Build();

    /// <summary>One try: ended by its timeout, not made while too many break.</summary>
    public static ResiliencePipeline<Completion> Try(EndpointSettings settings, TimeProvider time) => new ResiliencePipelineBuilder<Completion> { TimeProvider = time }
        .AddBreaker(settings.BreakDuration, fault => fault is EndpointFailure { Kind: FailureKind.Broken } or TimeoutRejectedException)
        .AddTimeout(settings.Timeout)
        .Build();
}
