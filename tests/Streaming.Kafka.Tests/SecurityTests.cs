using System.Diagnostics;
using Streaming.Kafka.Tests.Reading;
using Streaming.Kafka.Tests.Sink;
using Streaming.Operators;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests;

/// <summary>A broker that asks for a password over TLS: settings pass through; who is refused learns why at the start, and no password is printed.</summary>
public sealed class SecurityTests
{
    private const string Password = "right-s3cret";
    private const string Wrong = "wrong-s3cret";

    [SkippableFact]
    public async Task Settings_open_the_way_and_a_refusal_is_said_without_the_password()
    {
        Skip.If(RealBroker.Missing is not null, RealBroker.Missing);
        await using var broker = await RealBroker.StartAsync(("KAFKA_SECURITY", "SASL_SSL"), ("KAFKA_SASL", "PLAIN"), ("KAFKA_USERS", $"alice:{Password}"));
        using var run = new SinkRun(broker.Bootstrap, 100);
        var authority = Path.Combine(broker.Folder, "tls", "ca.pem");

        await RefusedAsync(run, Login(Wrong, authority), "uthentication");
        await RefusedAsync(run, Login(Password, null), "certificate verify failed");
        run.Options = run.Options with { Settings = Login(Password, authority) };
        var written = await run.RunAsync(withTable: false);
        Assert.Equal((RunStatus.Completed, null), (written.Status, written.Error?.Message));

        await RefusedAsync(run.Topic, broker, Login(Wrong, authority), "uthentication");
        await RefusedAsync(run.Topic, broker, Login(Password, null), "certificate verify failed");
        using var table = TableOf(run.Topic, broker, Login(Password, authority));
        await using var worker = Worker.Run(table.Topology, "--stop-at", "end");
        Assert.True((await worker.EndAsync()).Code == 0, worker.Errors);
        Assert.Equal(run.Ids, table.Ids());
    }

    private static async Task RefusedAsync(SinkRun run, Dictionary<string, string> login, string reason)
    {
        run.Options = run.Options with { Settings = login, ConnectTimeout = TimeSpan.FromSeconds(login.ContainsKey("ssl.ca.location") ? 100 : 3) };
        var clock = Stopwatch.StartNew();
        var refusal = await Assert.ThrowsAsync<BadInputException>(() => run.RunAsync(withTable: false));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(login["sasl.password"], refusal.ToString(), StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), "A refusal is not waited for.");
    }

    private static async Task RefusedAsync(string topic, RealBroker broker, Dictionary<string, string> login, string reason)
    {
        using var table = TableOf(topic, broker, login);
        await using var worker = Worker.Run(table.Topology, "--log-level", "debug");
        var (code, report) = await worker.EndAsync(50);
        Assert.Equal(2, code);
        Assert.Contains(reason, worker.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(login["sasl.password"], worker.Errors + report, StringComparison.Ordinal);
    }

    private static PageTable TableOf(string topic, RealBroker broker, Dictionary<string, string> login) => PageTable.For(
        broker.Bootstrap,
        topic,
        $"columns: {{ text: text }}, connect_timeout: {(login.ContainsKey("ssl.ca.location") ? 100 : 3)}s, settings: {{ {string.Join(", ", login.Select(s => $"\"{s.Key}\": \"{s.Value}\""))} }}");

    private static Dictionary<string, string> Login(string password, string? authority)
    {
        var settings = new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL", ["sasl.mechanism"] = "PLAIN", ["sasl.username"] = "alice", ["sasl.password"] = password };
        if (authority is not null)
        {
            settings["ssl.ca.location"] = authority;
        }

        return settings;
    }
}
