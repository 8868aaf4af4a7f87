using Streaming.Tables;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.KillHost;

/// <summary>Numbered samples in two sources, some rejected, some grouped across epochs, into two sinks, of which one kills the process when asked. With <c>compacts</c> small shards are merged meanwhile; a process that is to die of a merge does not end before.</summary>
internal sealed class KillTopology(string folder, string store, string operation, int count, bool after, bool compacts)
{
    public static CompactionOptions Compaction { get; } = new() { MinFiles = 3, TargetBytes = new(2_000) };


    public TestTopology Build()
    {
        var topology = new TestTopology(folder) { Epoch = new(Samples: 60) };
        return topology
            .From("x", ListSourceOptions.Numbered(200, "a") with { BeforeBatch = WaitForDeathAsync })
            .From("y", ListSourceOptions.Numbered(150, "b"))
            .Then(Keep(s => s.Lineage.Position % 7 != 3), Step<Groups>(new GroupsOptions(4)))
            .To("out", Options("out"))
            .To("second", Options("second"));
    }

    private async ValueTask WaitForDeathAsync(string split, long at, CancellationToken abort) =>
        await Task.Delay(compacts && at >= 100 && operation.StartsWith(KillingStore.Merge, StringComparison.Ordinal) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, abort);

    private LineSinkOptions Options(string name) => new(Path.Combine(folder, name))
    {
        TargetFileSize = new(compacts ? 100 : 400),
        Compaction = compacts ? Compaction : null,
        Layout = name == "second" ? TableLayout.Plain : TableLayout.Delta,
        Store = path => name == store ? new KillingStore(new LocalStore(path), operation, count, after) : new LocalStore(path),
    };
}
