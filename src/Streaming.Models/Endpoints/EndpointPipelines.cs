using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Streaming.Models.Completions;

namespace Streaming.Models.Endpoints;

/// <summary>How tries follow each other, and when none is made.</summary>
internal static class EndpointPipelines
{
    private const int BreakerTries = 10;

    /// <summary>Tries again what is worth it, after what the server says, or else after waits that double and are spread at random.</summary>
    public static ResiliencePipeline<Completion> Retries(EndpointSettings settings, TimeProvider time) => new ResiliencePipelineBuilder<Completion> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<Completion>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is EndpointFailure { IsRetried: true }),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.FirstDelay,
            MaxDelay = settings.LongestDelay,
            DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as EndpointFailure)?.RetryAfter),
        })
        .Build();

    /// <summary>One try: ended by its timeout, not made while too many break.</summary>
    public static ResiliencePipeline<Completion> Try(EndpointSettings settings, TimeProvider time) => new ResiliencePipelineBuilder<Completion> { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Completion>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is EndpointFailure { Kind: FailureKind.Broken } or TimeoutRejectedException),
            FailureRatio = 0.5,
            MinimumThroughput = BreakerTries,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = settings.BreakDuration,
        })
        .AddTimeout(settings.Timeout)
        .Build();
}
