using Confluent.Kafka;
using Streaming.Kafka.Embedded;

namespace Streaming.Kafka.Sink;

/// <summary>Looks whether a topic is there, which also makes it where the brokers do that on first use.</summary>
internal static class TopicCheck
{
    /// <exception cref="BadInputException">It is not, or the brokers refuse it.</exception>
    /// <exception cref="KafkaException">No broker answers.</exception>
    public static async Task RequireAsync(Handle client, KafkaSinkOptions options, BrokerWords words, CancellationToken abort)
    {
        if (options.Embedded)
        {
            EmbeddedBroker.Shared.EnsureTopic(options.Topic, 1);
        }

        using var admin = new DependentAdminClientBuilder(client).Build();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var error = admin.GetMetadata(options.Topic, options.ConnectTimeout).Topics.Find(t => t.Topic == options.Topic)?.Error ?? new(ErrorCode.UnknownTopicOrPart);
            if (!error.IsError)
            {
                return;
            }

            var isComing = error.Code is ErrorCode.LeaderNotAvailable or ErrorCode.UnknownTopicOrPart;
            if (!isComing || TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(Math.Min(5, options.ConnectTimeout.TotalSeconds)) || words.IsRefused)
            {
                throw new BadInputException(options.Redact($"Topic '{options.Topic}' cannot be written: {error.Reason}.{(error.Code == ErrorCode.UnknownTopicOrPart ? " Create it first." : "")}"));
            }

            await Task.Delay(100, abort);
        }
    }
}
