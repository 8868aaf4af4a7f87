using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Streaming.Operators;

/// <summary>How whatever asks a server tries again, and when it leaves it alone: endpoints of models, fetched media.</summary>
public static class ResilienceRules
{
    private const int BreakerTries = 10;

    /// <summary>Tries again what is worth it: after what the server says, or else after waits that double and are spread at random.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="most">The most tries after the first one; none is made with 0.</param>
    /// <param name="firstDelay">About the first wait.</param>
    /// <param name="longestDelay">About the longest one.</param>
    /// <param name="isRetried">Whether a fault is worth another try.</param>
    /// <param name="retryAfter">How long the server wants to be left alone, where a fault says so.</param>
    public static ResiliencePipelineBuilder<T> AddRetries<T>(
        this ResiliencePipelineBuilder<T> builder, int most, TimeSpan firstDelay, TimeSpan longestDelay, Func<Exception, bool> isRetried, Func<Exception, TimeSpan?> retryAfter)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return most == 0 ? builder : builder.AddRetry(new RetryStrategyOptions<T>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } fault && isRetried(fault)),
            MaxRetryAttempts = most,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstDelay,
            MaxDelay = longestDelay,
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is { } fault ? retryAfter(fault) : null),
        });
    }

    /// <summary>Makes no try for a while once half of at least ten within half a minute broke.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="rest">For how long.</param>
    /// <param name="isBroken">Whether a fault speaks against the server.</param>
    public static ResiliencePipelineBuilder<T> AddBreaker<T>(this ResiliencePipelineBuilder<T> builder, TimeSpan rest, Func<Exception, bool> isBroken)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<T>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } fault && isBroken(fault)),
            FailureRatio = 0.5,
            MinimumThroughput = BreakerTries,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = rest,
        });
    }
}
