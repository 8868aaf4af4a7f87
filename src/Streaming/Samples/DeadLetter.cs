namespace Streaming.Samples;

/// <summary>What could not be processed: kept with the error.</summary>
/// <param name="Payload">The original bytes: the raw record where a source could not read it, else the sample as UTF-8 JSON as it reached the operator.</param>
/// <param name="Error">The message.</param>
/// <param name="Operator">The operator's or source's name.</param>
/// <param name="Exception">The exception's type and stack, or null.</param>
/// <param name="Lineage">Where it came from.</param>
public sealed record DeadLetter(ReadOnlyMemory<byte> Payload, string Error, string Operator, string? Exception, Lineage Lineage)
{
    /// <summary>A dead letter of a sample that made an operator fail.</summary>
    public static DeadLetter Of(Sample sample, string @operator, Exception fault) =>
        new(SampleJson.Encode(sample), fault.Message, @operator, fault.ToString(), sample.Lineage);
}
