using System.Runtime.InteropServices;
using Streaming.Kafka.Embedded;

namespace Streaming.Benchmarks.Kafka;

/// <summary>The loop that a C program would have: librdkafka polled message by message, nothing kept.</summary>
internal static partial class NativeConsumer
{
    private const string Name = "librdkafka";
    private const int ConsumerType = 1;
    private const int AnyPartition = -1;

    static NativeConsumer() => NativeLibrary.SetDllImportResolver(typeof(NativeConsumer).Assembly, MockLibrary.Resolve);

    /// <summary>Reads so many messages of a topic from its beginning; the seconds from the first to the last.</summary>
    public static Pace Read(string bootstrap, string topic, int messages)
    {
        var client = Open(bootstrap);
        try
        {
            var topics = NewList(1);
            Add(topics, topic, AnyPartition);
            _ = Subscribe(client, topics);
            DestroyList(topics);
            var pace = new Pace();
            while (pace.Messages < messages)
            {
                var message = Poll(client, 1000);
                if (message == 0)
                {
                    continue;
                }

                // rd_kafka_message_t: error, topic, partition, payload, length.
                if (Marshal.ReadInt32(message) == 0)
                {
                    pace.Count(1, Marshal.ReadInt64(message, 4 * sizeof(long)));
                }

                DestroyMessage(message);
            }

            return pace.End();
        }
        finally
        {
            _ = Close(client);
            MockLibrary.DestroyClient(client);
        }
    }

    private static nint Open(string bootstrap)
    {
        var configuration = MockLibrary.NewConfiguration();
        var error = new byte[512];
        foreach (var (name, value) in new[] { ("bootstrap.servers", bootstrap), ("group.id", $"bare-{Guid.NewGuid():N}"), ("auto.offset.reset", "earliest"), ("enable.auto.commit", "false") })
        {
            if (MockLibrary.Set(configuration, name, value, error, (nuint)error.Length) != 0)
            {
                throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(error).TrimEnd('\0'));
            }
        }

        var client = MockLibrary.NewClient(ConsumerType, configuration, error, (nuint)error.Length);
        _ = RedirectMain(client);
        return client;
    }

    [LibraryImport(Name, EntryPoint = "rd_kafka_poll_set_consumer")]
    private static partial int RedirectMain(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_new")]
    private static partial nint NewList(int size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Add(nint list, string topic, int partition);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    private static partial void DestroyList(nint list);

    [LibraryImport(Name, EntryPoint = "rd_kafka_subscribe")]
    private static partial int Subscribe(nint client, nint list);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_poll")]
    private static partial nint Poll(nint client, int timeoutMs);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_destroy")]
    private static partial void DestroyMessage(nint message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_consumer_close")]
    private static partial int Close(nint client);
}
