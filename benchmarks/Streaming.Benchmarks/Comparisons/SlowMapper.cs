using System.ComponentModel.DataAnnotations;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Options of <see cref="SlowMapper"/>.</summary>
internal sealed record SlowMapperOptions
{
    /// <summary>Milliseconds a batch.</summary>
    [Range(0, 60_000)]
    public int DelayMs { get; init; } = 10;
}

/// <summary>Does nothing, slowly: what a remote model looks like to the stages before it.</summary>
[Operator("slow_mapper")]
internal sealed class SlowMapper(SlowMapperOptions options) : Operator
{
    public override bool IsSerial => true;

    public override async ValueTask ApplyAsync(SampleBatch batch) => await Task.Delay(options.DelayMs);
}
