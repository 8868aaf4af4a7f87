using Streaming.Kafka.Embedded;
using Streaming.Kafka.Sink;
using Streaming.Telemetry;

namespace Streaming.Kafka.Tests.Sink;

/// <summary>What waits in the sink's folder, and what must not get there. An embedded broker will do.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly EmbeddedBroker _broker = new();
    private readonly SinkRun _run;

    public OutboxTests()
    {
        _run = new(_broker.BootstrapServers);
        _broker.EnsureTopic(_run.Topic, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_too_large_ends_the_run_before_its_epoch_is_committed(bool withTable)
    {
        // Keys and texts, such as a:99 and "a 99": those of the second epoch are longer.
        var all = _run.Options with { Value = ValueFormat.Text };
        _run.Options = all with { MaxMessageSize = new(8) };
        var report = await _run.RunAsync(withTable);
        Assert.Equal("bad_input", report.Error?.Code);
        Assert.StartsWith("Sample 'a:100' makes a message of 10 bytes", report.Error!.Message, StringComparison.Ordinal);
        var keys = _run.Keys();
        Assert.True(keys.Count is 0 or 100, $"{keys.Count} messages are no epochs before that one.");

        _run.Options = all;
        Assert.Equal(RunStatus.Completed, (await _run.RunAsync(withTable)).Status);
        Assert.Equal(_run.Ids, _run.Keys());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_abandoned_epochs_left_is_deleted_after_seven_days(bool withTable)
    {
        var staging = Directory.CreateDirectory(Path.Combine(_run.Options.Path, "_streaming", "staging"));
        var (old, young) = (Path.Combine(staging.FullName, "old.records"), Path.Combine(staging.FullName, "young.records"));
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-7.1));
        Assert.Equal(RunStatus.Completed, (await _run.RunAsync(withTable)).Status);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
    }

    public void Dispose()
    {
        _run.Dispose();
        _broker.Dispose();
    }
}
