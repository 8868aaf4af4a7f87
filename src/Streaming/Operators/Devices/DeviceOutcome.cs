namespace Streaming.Operators;

/// <summary>Takes what becomes of a batch's samples after the device has worked on them, in order. A sample that is given to none of these is gone.</summary>
/// <param name="batch">The batch.</param>
/// <param name="kept">The samples that stay.</param>
public readonly struct DeviceOutcome(SampleBatch batch, List<Sample> kept)
{
    /// <summary>The sample, as it is now, stays; several may come of one.</summary>
    public void Keep(Sample sample) => kept.Add(sample);

    /// <summary>The sample is refused.</summary>
    public void Reject(Sample sample, Rejection why) => batch.Reject(sample, why);

    /// <summary>The sample could not be worked on.</summary>
    public void Bury(Sample sample, Exception fault) => batch.Bury(sample, fault);
}
