namespace Streaming.Runtime;

/// <summary>What a trainer says of its losses.</summary>
public sealed record LossReport
{
    /// <summary>The trainer's step.</summary>
    public required long Step { get; init; }

    /// <summary>The mean loss by source, in nats a token; any unit will do that is the same for all.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();

    /// <summary>Losses of single samples.</summary>
    public IReadOnlyList<SampleLoss> Samples { get; init; } = [];
}

/// <summary>The loss of one sample.</summary>
/// <param name="Id">Its id, as packs name it (<c>sample_ids</c>).</param>
/// <param name="Source">Its source, as packs name it (<c>sources</c>).</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Reference">The loss of a reference model on it, where there is one.</param>
public sealed record SampleLoss(string Id, string Source, double Loss, double? Reference = null);
