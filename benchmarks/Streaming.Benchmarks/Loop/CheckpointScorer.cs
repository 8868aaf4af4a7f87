using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Benchmarks.Loop;

/// <summary>Scores each sample by the loss of a checkpoint.</summary>
[Operator("benchmark_checkpoint_scorer")]
internal sealed class CheckpointScorer(Func<Sample, double> loss) : Mapper
{
    /// <summary>The stat.</summary>
    public const string Stat = "loss";

    /// <inheritdoc/>
    public override bool IsSerial => true;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input) => input.WithStat(Stat, ColumnType.Float64);

    /// <inheritdoc/>
    protected override void Map(Sample sample) => sample.Stats[Stat] = loss(sample);
}
