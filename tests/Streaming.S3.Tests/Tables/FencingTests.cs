using Streaming.S3Server;
using Streaming.Telemetry;

namespace Streaming.S3.Tests.Tables;

/// <summary>Two workers on one table in a bucket.</summary>
public sealed class FencingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(S3FaultKind.ResetAfter)]
    [InlineData(S3FaultKind.ErrorAfter)]
    [InlineData(S3FaultKind.Conflict)]
    public async Task Two_processes_on_one_table_commit_nothing_twice(S3FaultKind? faults)
    {
        await using var server = await ObjectServer.StartAsync();
        using var topology = new TestTopology { Epoch = new(Samples: 50) }
            .From("in", ListSourceOptions.Numbered(2_000))
            .Then(TestTopology.Step<Groups>(new GroupsOptions(3)));
        topology.To("out", new(topology.Table) { Store = _ => server.Store() });
        if (faults is { } kind)
        {
            server.Fail(new("PutObject", "_delta_log", kind) { Times = 5 });
        }

        var both = await Task.WhenAll(Task.Run(() => topology.RunAsync()), Task.Run(() => topology.RunAsync()));
        Assert.All(both, r => Assert.True(r.Error?.Code == "fenced" || r.Status == RunStatus.Completed, r.Error?.Message));
        await topology.RunAsync();
        var members = (await LineTable.ReadAsync(server.Store())).SelectMany(l => l.Split('\t')[1].Split(',')).ToList();
        Assert.Equal(2_000, members.Count);
        Assert.Equal(2_000, members.Distinct().Count());
        Assert.Empty(server.Buckets["bucket"].Uploads);
    }
}
