using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Streaming.Kafka.Embedded;

/// <summary>
/// A Kafka cluster inside this process, for trying things out: librdkafka's mock cluster. It speaks the real protocol on loopback, also to other processes,
/// and forgets everything when it ends. It keeps about 5 MB a partition and drops the oldest beyond that, and it knows no transactions: a reader sees what was
/// produced at once, and a sink cannot tell what it delivered before.
/// </summary>
internal sealed class EmbeddedBroker : IDisposable
{
    private static readonly Lazy<EmbeddedBroker> _shared = new(() => new());

    private readonly Lock _gate = new();
    private nint _client;
    private nint _cluster;

    /// <summary>Starts it.</summary>
    /// <exception cref="BadInputException">librdkafka has no build for this system, or refuses.</exception>
    public EmbeddedBroker()
    {
        var error = new byte[512];
        try
        {
            var configuration = MockLibrary.NewConfiguration();
            MockLibrary.SetLog(configuration, 0);
            _client = MockLibrary.NewClient(MockLibrary.Producer, configuration, error, (nuint)error.Length);
        }
        catch (DllNotFoundException e)
        {
            throw new BadInputException($"The embedded broker needs librdkafka, which has no build for this system: {e.Message}", e);
        }

        _cluster = _client == 0 ? 0 : MockLibrary.NewCluster(_client, brokers: 1);
        if (_cluster == 0)
        {
            Dispose();
            throw new BadInputException($"The embedded broker does not start: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        }

        // A group of one need not wait three seconds for others.
        _ = MockLibrary.SetRebalanceDelay(_cluster, 100);
        BootstrapServers = Marshal.PtrToStringUTF8(MockLibrary.Bootstraps(_cluster))!;
    }

    /// <summary>The one that sources and sinks with <c>embedded: true</c> share; started on first use, it ends with the process.</summary>
    public static EmbeddedBroker Shared => _shared.Value;

    /// <summary>Where clients find it.</summary>
    public string BootstrapServers { get; } = "";

    /// <summary>Makes a topic unless it is there; topics that are not made have 4 partitions.</summary>
    public void EnsureTopic(string topic, int partitions)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            var code = MockLibrary.CreateTopic(_cluster, topic, partitions, 1);
            if ((ErrorCode)code is not (ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
            {
                throw new BadInputException($"The embedded broker refuses topic '{topic}': {new Error((ErrorCode)code).Reason}");
            }
        }
    }

    /// <summary>Answers the next requests of a kind with errors, one after the other: to see what a run does about it.</summary>
    /// <param name="request">The kind by its number in Kafka's protocol: 0 Produce, 1 Fetch…</param>
    /// <param name="errors">The errors.</param>
    public void Refuse(short request, params ErrorCode[] errors)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            MockLibrary.PushErrors(_cluster, request, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);
        }
    }

    /// <summary>Ends it; its topics are gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_cluster != 0)
            {
                MockLibrary.DestroyCluster(_cluster);
            }

            if (_client != 0)
            {
                MockLibrary.DestroyClient(_client);
            }

            (_cluster, _client) = (0, 0);
        }
    }
}
