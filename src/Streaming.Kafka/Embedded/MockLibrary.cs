using System.Reflection;
using System.Runtime.InteropServices;

namespace Streaming.Kafka.Embedded;

/// <summary>The part of librdkafka that Confluent.Kafka does not wrap: its mock cluster, and what tells it from others.</summary>
internal static partial class MockLibrary
{
    private const string Name = "librdkafka";

    // Confluent.Kafka tries these in turn; the first needs libraries that not every Linux has (libsasl2.so.3).
    private static readonly string[] _builds = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    static MockLibrary() => NativeLibrary.SetDllImportResolver(typeof(MockLibrary).Assembly, Resolve);

    /// <summary>The kind of client that carries a mock cluster.</summary>
    public const int Producer = 0;

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfiguration();

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_log_cb")]
    public static partial void SetLog(nint configuration, nint callback);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint configuration, string name, string value, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_new")]
    public static partial nint NewClient(int type, nint configuration, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Name, EntryPoint = "rd_kafka_destroy")]
    public static partial void DestroyClient(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_clusterid")]
    public static partial nint ClusterId(nint client, int timeout);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mem_free")]
    public static partial void Free(nint client, nint memory);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static partial void DestroyCluster(nint cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static partial nint Bootstraps(nint cluster);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateTopic(nint cluster, string topic, int partitions, int replication);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static partial int SetRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Name, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static partial void PushErrors(nint cluster, short request, nuint count, int[] errors);

    /// <summary>Finds the library that Confluent.Kafka brings, whoever declares its functions.</summary>
    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Name)
        {
            foreach (var build in _builds)
            {
                if (NativeLibrary.TryLoad(build, typeof(MockLibrary).Assembly, path, out var handle))
                {
                    return handle;
                }
            }
        }

        return 0;
    }
}
