namespace Streaming.Samples;

/// <summary>What travels on the edges: samples in order, and beside them those of the same batch that were rejected or could not be processed.</summary>
/// <remarks>
/// Rejects and dead letters travel with their batch, so a barrier separates them exactly as it separates the samples.
/// A batch has one owner at a time and is not safe for concurrent use.
/// </remarks>
public sealed class SampleBatch
{
    private Dictionary<object, object>? _prepared;

    /// <summary>The samples that are still in.</summary>
    public List<Sample> Samples { get; set; } = [];

    /// <summary>The samples that a filter or deduplicator said no to.</summary>
    public List<RejectedSample> Rejected { get; } = [];

    /// <summary>What could not be processed.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>The operator that holds the batch now; it signs rejects and dead letters. Set by the stage.</summary>
    public string CurrentOperator { get; set; } = "";

    /// <summary>Notes that <paramref name="sample"/> was refused. The caller takes it out of <see cref="Samples"/>.</summary>
    public void Reject(Sample sample, Rejection why)
    {
        sample.LetGoOfDecoded();
        Rejected.Add(new(sample, CurrentOperator, why));
    }

    /// <summary>Notes that <paramref name="sample"/> broke the operator. The caller takes it out of <see cref="Samples"/>.</summary>
    public void Bury(Sample sample, Exception fault)
    {
        sample.LetGoOfDecoded();
        DeadLetters.Add(DeadLetter.Of(sample, CurrentOperator, fault));
    }

    /// <summary>Keeps what an operator's pure part computed, for its serial part.</summary>
    public void SetPrepared(object owner, object value) => (_prepared ??= new(ReferenceEqualityComparer.Instance))[owner] = value;

    /// <summary>Looks at what the operator's pure part computed; null where it did not run.</summary>
    public object? PeekPrepared(object owner) => _prepared?.GetValueOrDefault(owner);

    /// <summary>Bytes that prepared parts hold beside the samples; they count for the batch's lease.</summary>
    public long PreparedBytes { get; set; }

    /// <summary>Takes what the operator's pure part computed; null where it did not run.</summary>
    public object? TakePrepared(object owner) => _prepared is not null && _prepared.Remove(owner, out var value) ? value : null;
}
