using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>Asks the brokers before a run whether the topics are there: the client itself would wait for both without a word.</summary>
internal static class TopicCheck
{
    /// <exception cref="BadInputException">No broker answers, a login is refused, or a topic is missing.</exception>
    public static void Check(Handle client, KafkaSourceOptions options, BrokerWords words, TimeProvider time, CancellationToken abort)
    {
        using var admin = new DependentAdminClientBuilder(client).Build();
        var names = options.Topics.Where(t => !t.StartsWith('^')).ToList();
        if (names.Count == 0)
        {
            Ask(admin, null, options, words, time, abort);
        }

        foreach (var name in names)
        {
            var found = Ask(admin, name, options, words, time, abort).Topics.Find(t => t.Topic == name);
            if (found is null || found.Error.IsError)
            {
                throw new BadInputException($"Kafka at {options.Servers}: topic '{name}': {found?.Error.Reason ?? "unknown"}");
            }
        }
    }

    // In slices, so that a refused login ends it at once and not only at the timeout.
    private static Metadata Ask(IAdminClient admin, string? topic, KafkaSourceOptions options, BrokerWords words, TimeProvider time, CancellationToken abort)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                var slice = TimeSpan.FromMilliseconds(Math.Min(1_000, options.ConnectTimeout.TotalMilliseconds));
                return topic is null ? admin.GetMetadata(slice) : admin.GetMetadata(topic, slice);
            }
            catch (KafkaException e)
            {
                if (words.IsRefused || time.GetElapsedTime(start) >= options.ConnectTimeout)
                {
                    throw options.Unreachable(e, words.Last);
                }
            }
        }
    }
}
