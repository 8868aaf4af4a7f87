using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;
using Streaming.Kafka.Embedded;

namespace Streaming.Kafka;

/// <summary>How to reach a Kafka cluster: what sources and sinks have in common.</summary>
internal abstract record KafkaSettings : IValidatesOptions
{
    private static readonly string[] _secrets = ["password", "secret", "key.pem", "oauthbearer.config", "token"];

    /// <summary>Brokers to start from: <c>host:port</c>, several separated by commas. Needed unless <c>embedded</c>.</summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>
    /// Uses a broker inside this process, to try things out: sources and sinks of a run share it, and it is gone when the process ends. It keeps about 5 MB a partition,
    /// drops the oldest beyond that, and knows no transactions.
    /// </summary>
    public bool Embedded { get; init; }

    /// <summary>
    /// Further settings of librdkafka by their own names (<c>security.protocol</c>, <c>sasl.username</c>, <c>ssl.ca.location</c>…). Take passwords from the environment:
    /// <c>sasl.password: "${KAFKA_PASSWORD}"</c>; they are never printed.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the brokers may take to answer at the start; a run that cannot reach them ends with their words.</summary>
    [Range(0.1, 600)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Settings that are the engine's own affair, with the reason or the option to use instead.</summary>
    protected abstract IReadOnlyDictionary<string, string> Reserved { get; }

    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Embedded == BootstrapServers.Length > 0)
        {
            yield return new("bootstrap_servers", Embedded ? "'embedded' is a broker of its own: leave 'bootstrap_servers' out" : "say which brokers: 'bootstrap_servers: host:port', or 'embedded: true' to try things without any");
        }

        foreach (var key in Settings.Keys.Where(Reserved.ContainsKey))
        {
            yield return new("settings", $"'{key}' cannot be set here: {Reserved[key]}");
        }
    }

    /// <summary>A configuration of librdkafka; the user's settings come last and win over the defaults given here.</summary>
    /// <param name="defaults">Defaults of the caller.</param>
    public Dictionary<string, string> Configure(IEnumerable<KeyValuePair<string, string>> defaults)
    {
        var config = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = Servers,
            ["client.id"] = "streaming",
            ["reconnect.backoff.max.ms"] = "2000",
        };
        foreach (var (name, value) in defaults.Concat(Settings))
        {
            config[name] = value;
        }

        return config;
    }

    /// <summary>A message of the broker or the library without any secret of ours.</summary>
    public string Redact(string message) =>
        Settings.Where(s => IsSecret(s.Key) && s.Value.Length > 0).Aggregate(message, (text, s) => text.Replace(s.Value, "***", StringComparison.Ordinal));

    /// <summary>The exception for a cluster that does not answer as it should.</summary>
    /// <param name="fault">What the client says.</param>
    /// <param name="words">What the brokers said before, or null.</param>
    public BadInputException Unreachable(KafkaException fault, string? words) =>
        new(Redact($"Kafka at {Servers}: {fault.Error.Reason}{(words is null || words.Contains(fault.Error.Reason, StringComparison.Ordinal) ? "" : $" ({words})")}"), fault);

    /// <summary>Where the brokers are.</summary>
    public string Servers => Embedded ? EmbeddedBroker.Shared.BootstrapServers : BootstrapServers;

    private static bool IsSecret(string name) =>
        _secrets.Any(part => name.Contains(part, StringComparison.Ordinal));
}
