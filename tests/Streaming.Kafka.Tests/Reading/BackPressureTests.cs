using Confluent.Kafka;
using Streaming.Kafka.Embedded;
using Streaming.Kafka.Reading;
using Streaming.Kafka.Reading.Group;

namespace Streaming.Kafka.Tests.Reading;

public sealed class BackPressureTests : IDisposable
{
    private static readonly TopicPartition _first = new("pages", 0);
    private static readonly TopicPartition _second = new("pages", 1);

    private readonly EmbeddedBroker _broker = new();
    private readonly IConsumer<PooledBytes, PooledBytes> _consumer;
    private readonly SourceTally _tally = new();

    public BackPressureTests()
    {
        _broker.EnsureTopic("pages", 2);
        Pages.Produce(_broker.BootstrapServers, "pages", 0, 20, partitions: 2);
        var deserializer = new PooledBytes.Deserializer();
        _consumer = new ConsumerBuilder<PooledBytes, PooledBytes>(new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest })
            .SetKeyDeserializer(deserializer).SetValueDeserializer(deserializer).Build();
    }

    // The client keeps a partition's pause while it is not assigned: resuming only what is assigned would leave this one silent for ever.
    [Fact]
    public void A_partition_that_was_taken_away_while_paused_gives_records_again_when_it_comes_back()
    {
        var pressure = new BackPressure(_consumer, _tally, TimeProvider.System);
        _consumer.IncrementalAssign([new(_first, 0), new TopicPartitionOffset(_second, 0)]);
        Assert.Equal([0, 1], Partitions(20).Order());
        pressure.Pause();
        _consumer.IncrementalUnassign([_first]);
        pressure.Resume();
        _consumer.Seek(new(_second, 0));
        _consumer.IncrementalAssign([new TopicPartitionOffset(_first, 0)]);
        pressure.Resume();
        Assert.Equal([0, 1], Partitions(20).Order());
    }

    [Fact]
    public void While_it_pauses_nothing_comes_and_the_time_is_counted_once()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var pressure = new BackPressure(_consumer, _tally, time);
        _consumer.IncrementalAssign([new(_first, 0), new TopicPartitionOffset(_second, 0)]);
        pressure.Pause();
        pressure.Pause();
        Assert.True(pressure.IsPaused);
        Assert.Empty(Partitions(1));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _tally.Paused(time));
        pressure.Resume();
        pressure.Resume();
        Assert.False(pressure.IsPaused);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((TimeSpan.FromSeconds(2), 1L), (_tally.Paused(time), _tally.Counts["pauses"]));
        Assert.Equal([0, 1], Partitions(20).Order());
    }

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
        _broker.Dispose();
    }

    // The partitions that gave a record, until both did or the time is over.
    private HashSet<int> Partitions(int seconds)
    {
        var seen = new HashSet<int>();
        for (var polls = seconds * 10; polls > 0 && seen.Count < 2; polls--)
        {
            if (_consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                seen.Add(record.Partition.Value);
                record.Message.Key.Return();
                record.Message.Value.Return();
            }
        }

        return seen;
    }
}
