using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Records that should come next and are not there.</summary>
/// <param name="From">The position at which they were looked for.</param>
/// <param name="To">Where reading goes on.</param>
/// <param name="Message">For people.</param>
internal sealed record DataLoss(long From, long To, string Message)
{
    /// <summary>How many records were lost, as far as is known.</summary>
    public long Records => Math.Max(0, To - From);

    /// <summary>Compares a position with what the broker has; null where all is there.</summary>
    /// <param name="split">Whose.</param>
    /// <param name="position">The position to read from.</param>
    /// <param name="range">What the broker has.</param>
    /// <param name="action">What is to happen.</param>
    /// <param name="origin">Who says that position, after "that".</param>
    /// <exception cref="SourceFaultException">Records are gone, and the run is to stop at that.</exception>
    public static DataLoss? Find(SplitId split, long position, WatermarkOffsets range, DataLossAction action, string origin = "was read to")
    {
        if (position >= range.Low.Value && position <= range.High.Value)
        {
            return null;
        }

        var loss = position < range.Low.Value
            ? new DataLoss(position, range.Low.Value, $"Records {position} to {range.Low.Value - 1} of {split} are gone before they were read (retention).")
            : new DataLoss(position, range.High.Value, $"{split} ends at {range.High.Value}, before the position {position} that {origin}: the topic was made anew or cut, or the position is wrong.");
        return action == DataLossAction.Skip ? loss : throw new SourceFaultException(split, position, $"{loss.Message} With on_data_loss: skip the run goes on from {loss.To}, counts them and keeps a dead letter of the range.");
    }
}
