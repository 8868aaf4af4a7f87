namespace Streaming.Kafka.Reading;

/// <summary>What there is to read of a partition.</summary>
/// <param name="Start">The first record to read.</param>
/// <param name="End">The position after the last record that is there.</param>
/// <param name="Loss">Records before the start that should have been read and are gone, or null.</param>
internal sealed record PartitionRange(long Start, long End, DataLoss? Loss);
