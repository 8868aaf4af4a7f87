using System.Runtime.InteropServices;

namespace Streaming.Kafka.Embedded;

/// <summary>Tells an embedded broker, of this process or another one, from a real one: by its cluster's id, which Confluent.Kafka reads of clusters with a controller only.</summary>
internal static class EmbeddedCheck
{
    private const int TimeoutMs = 2_000;

    /// <summary>Whether one plays the brokers that a client reaches. Not where none answers: whoever goes on to use them learns why.</summary>
    public static Task<bool> IsEmbeddedAsync(KafkaSettings settings) => Task.Run(() => ClusterId(settings)?.StartsWith("mockCluster", StringComparison.Ordinal) ?? false);

    private static string? ClusterId(KafkaSettings settings)
    {
        var error = new byte[512];
        var configuration = MockLibrary.NewConfiguration();
        MockLibrary.SetLog(configuration, 0);
        foreach (var (name, value) in settings.Configure([]))
        {
            _ = MockLibrary.Set(configuration, name, value, error, (nuint)error.Length);
        }

        var client = MockLibrary.NewClient(MockLibrary.Producer, configuration, error, (nuint)error.Length);
        if (client == 0)
        {
            return null;
        }

        var id = MockLibrary.ClusterId(client, TimeoutMs);
        var text = Marshal.PtrToStringUTF8(id);
        MockLibrary.Free(client, id);
        MockLibrary.DestroyClient(client);
        return text;
    }
}
