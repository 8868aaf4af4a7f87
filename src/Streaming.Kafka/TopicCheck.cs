using Confluent.Kafka;

namespace Streaming.Kafka;

/// <summary>Asks the brokers for topics before a run relies on them: the client itself would wait for both without a word.</summary>
/// <param name="client">A consumer or producer. Asked through a producer, brokers that make topics on first use make them.</param>
/// <param name="settings">Where the brokers are, and how long they may take.</param>
/// <param name="words">What the client hears from them.</param>
/// <param name="time">The clock.</param>
internal sealed class TopicCheck(Handle client, KafkaSettings settings, BrokerWords words, TimeProvider time)
{
    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a broker answers.</summary>
    /// <exception cref="KafkaException">None does in time, or a login is refused.</exception>
    public void Reach(CancellationToken abort) => Ask((admin, slice) => admin.GetMetadata(slice), abort);

    /// <summary>Looks whether a topic is there.</summary>
    /// <param name="topic">Its name.</param>
    /// <param name="grace">How long one that is being made may take to appear.</param>
    /// <param name="abort">Stops.</param>
    /// <exception cref="BadInputException">It is not, or the brokers refuse it.</exception>
    /// <exception cref="KafkaException">No broker answers in time, or a login is refused.</exception>
    public async Task RequireAsync(string topic, TimeSpan grace, CancellationToken abort)
    {
        var start = time.GetTimestamp();
        while (ErrorOf(topic, abort) is { IsError: true } error)
        {
            var isMissing = error.Code == ErrorCode.UnknownTopicOrPart;
            if (!(isMissing || error.Code == ErrorCode.LeaderNotAvailable) || time.GetElapsedTime(start) >= grace)
            {
                throw new BadInputException(settings.Redact($"Kafka at {settings.Servers}: topic '{topic}': {error.Reason}{(isMissing ? ". Create it first." : "")}"));
            }

            await Task.Delay(_pause, time, abort);
        }
    }

    private Error ErrorOf(string topic, CancellationToken abort) =>
        Ask((admin, slice) => admin.GetMetadata(topic, slice), abort).Topics.Find(t => t.Topic == topic)?.Error ?? new(ErrorCode.UnknownTopicOrPart);

    // In slices, so that a refused login ends it at once and not only at the timeout.
    private Metadata Ask(Func<IAdminClient, TimeSpan, Metadata> question, CancellationToken abort)
    {
        using var admin = new DependentAdminClientBuilder(client).Build();
        var start = time.GetTimestamp();
        while (true)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                return question(admin, settings.ConnectTimeout < _slice ? settings.ConnectTimeout : _slice);
            }
            catch (KafkaException) when (!words.IsRefused && time.GetElapsedTime(start) < settings.ConnectTimeout)
            {
                // The next slice.
            }
        }
    }
}
