using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>What a test operator does with a sample.</summary>
/// <typeparam name="T">What it says.</typeparam>
/// <param name="On">Called for each sample.</param>
public sealed record Act<T>(Func<Sample, T> On);

/// <summary>A filter that a test gives as a function.</summary>
[Operator("test_filter")]
public sealed class LambdaFilter(Act<bool> act) : Filter
{
    /// <inheritdoc/>
    protected override bool Keep(Sample sample) => act.On(sample);

    /// <inheritdoc/>
    protected override Rejection Explain(Sample sample) => new("the test says no");
}

/// <summary>A mapper that a test gives as a function to the new text.</summary>
[Operator("test_mapper")]
public sealed class LambdaMapper(Act<string> act) : Mapper
{
    /// <inheritdoc/>
    protected override void Map(Sample sample) => sample.Text = act.On(sample);
}

/// <summary>A mapper that reads the pictures of samples, and that a test gives as a function to the new text.</summary>
[Operator("test_reader")]
public sealed class LambdaReader(Act<string> act) : Mapper, IReadsMedia
{
    /// <inheritdoc/>
    public IEnumerable<Media> MediaOf(Sample sample) => sample.Images;

    /// <inheritdoc/>
    protected override void Map(Sample sample) => sample.Text = act.On(sample);
}

/// <summary>An operator whose call on a batch a test gives: for faults that leave the operator.</summary>
/// <param name="Apply">The call.</param>
/// <param name="Serial">Whether it is serial.</param>
public sealed record BatchAct(Func<SampleBatch, ValueTask> Apply, bool Serial = false);

/// <summary>An operator that a test gives as a function on batches.</summary>
[Operator("test_batches")]
public sealed class LambdaOperator(BatchAct act) : Operator
{
    /// <inheritdoc/>
    public override bool IsSerial => act.Serial;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(SampleBatch batch) => act.Apply(batch);
}

/// <summary>A filter by range that a test gives as a function to the figure.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Range">The range that it keeps.</param>
public sealed record RangeAct(Func<Sample, double> Figure, Interval Range);

/// <summary>A filter by range.</summary>
[Operator("test_range")]
public sealed class LambdaRange(RangeAct act) : RatioFilter("test", act.Range)
{
    /// <inheritdoc/>
    protected override double Ratio(Sample sample) => act.Figure(sample);
}
