using Streaming.Operators;

namespace Streaming.Rescoring;

/// <summary>Stands behind the operator that dead letters are tried at again, and notes those that it did not break at: what comes through, and what it refused, which travels beside.</summary>
internal sealed class RetryMark(RetryMarkOptions options) : Operator, IStateful
{
    public long Held => 0;

    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        var refused = batch.Rejected.Where(r => r.Operator == options.Operator).Select(r => r.Sample.Lineage.Position);
        foreach (var position in batch.Samples.Select(s => s.Lineage.Position).Concat(refused).Order())
        {
            options.Ledger.CameBack(position);
        }

        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state) => options.Ledger.Save(state);

    public void Restore(IStateReader state) => options.Ledger.Restore(state);
}

/// <summary>What is marked.</summary>
/// <param name="Ledger">Where it is noted.</param>
/// <param name="Operator">The operator before it.</param>
internal sealed record RetryMarkOptions(ReadmissionLedger Ledger, string Operator);
