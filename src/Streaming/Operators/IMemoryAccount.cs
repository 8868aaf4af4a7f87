namespace Streaming.Operators;

/// <summary>What an operator holds of the run's memory budget. Charging never blocks: it makes the sources wait instead.</summary>
public interface IMemoryAccount
{
    /// <summary>The run's budget in bytes.</summary>
    long Limit { get; }

    /// <summary>Sets what this operator holds in all, in bytes. Call it when the figure moved by more than a few percent, not per sample.</summary>
    void Hold(long bytes);
}
