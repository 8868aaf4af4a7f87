using Streaming.Tables;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.KillHost;

/// <summary>Numbered samples in two sources, some rejected, some grouped across epochs, into two sinks, of which one kills the process when asked.</summary>
internal sealed class KillTopology(string folder, string store, string operation, int count, bool after)
{
    public TestTopology Build()
    {
        var topology = new TestTopology(folder) { Epoch = new(Samples: 60) };
        return topology
            .From("x", ListSourceOptions.Numbered(200, "a"))
            .From("y", ListSourceOptions.Numbered(150, "b"))
            .Then(Keep(s => s.Lineage.Position % 7 != 3), Step<Groups>(new GroupsOptions(4)))
            .To("out", Options("out"))
            .To("second", Options("second"));
    }

    private LineSinkOptions Options(string name) => new(Path.Combine(folder, name))
    {
        TargetFileSize = new(400),
        Layout = name == "second" ? TableLayout.Plain : TableLayout.Delta,
        Store = path => name == store ? new KillingStore(new LocalStore(path), operation, count, after) : new LocalStore(path),
    };
}
