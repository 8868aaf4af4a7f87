using Streaming.Kafka.Embedded;
using Streaming.Kafka.Sink;

namespace Streaming.Kafka.Tests.Embedded;

[Collection(SecondBrokerTests.Name)]
public sealed class EmbeddedCheckTests(SharedBroker shared)
{
    [Fact]
    public async Task An_embedded_broker_is_known()
    {
        using var broker = new EmbeddedBroker();
        Assert.True(await EmbeddedCheck.IsEmbeddedAsync(At(broker.BootstrapServers)));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_none() => Assert.False(await EmbeddedCheck.IsEmbeddedAsync(At("127.0.0.1:1")));

    [SkippableFact]
    public async Task A_real_one_is_none() => Assert.False(await EmbeddedCheck.IsEmbeddedAsync(At((await shared.GetAsync()).Bootstrap)));

    private static KafkaSinkOptions At(string servers) => new() { BootstrapServers = servers, Topic = "t", Path = "p" };
}
