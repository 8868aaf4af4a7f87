namespace Streaming.Runtime;

/// <summary>The bytes that a batch's lease stands for.</summary>
internal static class BatchSize
{
    public static long Of(SampleBatch batch)
    {
        var bytes = batch.PreparedBytes;
        foreach (var sample in batch.Samples)
        {
            bytes += sample.EstimateBytes();
        }

        foreach (var rejected in batch.Rejected)
        {
            bytes += rejected.Sample.EstimateBytes();
        }

        foreach (var letter in batch.DeadLetters)
        {
            bytes += Of(letter);
        }

        return bytes;
    }

    public static long Of(DeadLetter letter) => letter.Payload.Length + (2L * (letter.Exception?.Length ?? 0));
}
