namespace Streaming.Kafka.Reading.Group;

/// <summary>The way of blocks to who reads them. Waits a little for room before it pauses: a pause throws away what the client has fetched, and the first record after it takes 0.45 s (FACTS). Polling thread only.</summary>
/// <param name="poll">Polls on while there is no room.</param>
/// <param name="cursor">Takes note of records that come nevertheless.</param>
/// <param name="pressure">Pauses.</param>
/// <param name="patience">How long to wait for room without polling.</param>
/// <param name="isClosing">Whether the source ends.</param>
internal sealed class Handover(RecordPoll poll, PartitionCursor cursor, BackPressure pressure, TimeSpan patience, Func<bool> isClosing)
{
    /// <summary>Hands a block over; gives it back where nobody wants it any more.</summary>
    public void Give(PartitionReading reading, RecordBlock block)
    {
        while (!reading.Writer.TryWrite(block))
        {
            if (reading.IsOver || isClosing())
            {
                block.Return();
                return;
            }

            if (pressure.IsPaused || !reading.Writer.WaitToWriteAsync().AsTask().Wait(patience))
            {
                pressure.Pause();
                PollPaused();
            }
        }
    }

    // Rebalances are served here, and end the reading. A record that slips through a pause is fetched again later.
    private void PollPaused()
    {
        if (poll.Next(RecordPoll.Every) is { } result)
        {
            if (result.IsPartitionEOF)
            {
                cursor.SawEnd(result.TopicPartition, result.Offset.Value);
                return;
            }

            result.Message.Key.Return();
            result.Message.Value.Return();
            cursor.Missed(result.TopicPartition, result.Offset.Value);
        }
    }
}
