namespace Streaming.Kafka.Tests;

/// <summary>One real broker for all tests that do it no harm; each test uses topics and groups of its own. Started on first use, so that without a kit tests are skipped and do not fail.</summary>
public sealed class SharedBroker : IAsyncLifetime
{
    private const string Quick =
        "group.min.session.timeout.ms=1000;group.consumer.min.session.timeout.ms=1000;group.consumer.session.timeout.ms=3000;group.consumer.min.heartbeat.interval.ms=200;"
        + "group.consumer.heartbeat.interval.ms=500;log.initial.task.delay.ms=500;log.retention.check.interval.ms=500";

    private readonly Lazy<Task<RealBroker>> _broker = new(() => RealBroker.StartAsync(("KAFKA_GROUP_SESSION_MS", "6000"), ("KAFKA_EXTRA", Quick)));

    /// <summary>The broker; skips the test where there can be none.</summary>
    public Task<RealBroker> GetAsync()
    {
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        return _broker.Value;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_broker.IsValueCreated)
        {
            await (await _broker.Value).DisposeAsync();
        }
    }
}

/// <summary>Tests that share a <see cref="SharedBroker"/>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBrokerTests : ICollectionFixture<SharedBroker>
{
    public const string Name = "a real broker";
}

/// <summary>Tests that share another one, beside those: most of the time they wait for groups.</summary>
[CollectionDefinition(Name)]
public sealed class SecondBrokerTests : ICollectionFixture<SharedBroker>
{
    public const string Name = "a second real broker";
}
