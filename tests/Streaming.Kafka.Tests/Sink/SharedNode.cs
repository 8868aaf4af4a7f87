using Streaming.Testing;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>One broker for all tests of the sink; each uses a topic of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedNode : ICollectionFixture<KafkaNode>
{
    public const string Name = "one broker for the sink";
}
