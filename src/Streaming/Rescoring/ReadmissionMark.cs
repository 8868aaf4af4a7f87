using Streaming.Operators;

namespace Streaming.Rescoring;

/// <summary>Stands behind the operator that is asked again, and notes what comes through.</summary>
internal sealed class ReadmissionMark(ReadmissionLedger ledger) : Operator, IStateful
{
    /// <summary>Its name in counts and errors.</summary>
    public const string Name = "readmission";

    public long Held => 0;

    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        foreach (var sample in batch.Samples)
        {
            ledger.CameBack(sample.Lineage.Position);
        }

        return ValueTask.CompletedTask;
    }

    public void Save(IStateWriter state) => ledger.Save(state);

    public void Restore(IStateReader state) => ledger.Restore(state);
}
