using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>An operator that keeps what a model says of a sample in the stats. A sample that has the stat already does not meet the model again.</summary>
/// <param name="options">Where the model runs.</param>
/// <param name="model">The model's folder.</param>
/// <param name="stat">The stat's key.</param>
/// <param name="type">The stat's type.</param>
internal abstract class StatOperator<TModel>(ModelOptions options, string model, string stat, ColumnType type) : ModelOperator<TModel>(options, model)
    where TModel : class
{
    /// <summary>The stat's key.</summary>
    protected string Stat => stat;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.WithStat(stat, type);
    }

    /// <inheritdoc/>
    protected sealed override DeviceItem? PrepareItem(Sample sample) => IsKnown(sample) ? null : Ask(sample);

    /// <inheritdoc/>
    protected sealed override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        if (!IsKnown(sample))
        {
            sample.Stats[stat] = Answer(sample, item);
        }

        Decide(sample, outcome);
    }

    /// <summary>Whether the stat is there already: the model is not asked then.</summary>
    protected bool IsKnown(Sample sample) => sample.Stats[stat] is not null;

    /// <summary>What the model is to get of a sample that has no stat yet; null where there is nothing to ask.</summary>
    protected abstract DeviceItem? Ask(Sample sample);

    /// <summary>The stat's value, of what the model said; <paramref name="item"/> is null where there was nothing to ask.</summary>
    protected abstract object? Answer(Sample sample, DeviceItem? item);

    /// <summary>What becomes of a sample with its stat; it stays.</summary>
    protected virtual void Decide(Sample sample, DeviceOutcome outcome) => outcome.Keep(sample);
}
