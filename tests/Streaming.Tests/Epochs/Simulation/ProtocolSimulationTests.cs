using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Epochs.Simulation;

/// <summary>
/// The commit protocol's real classes under seeded interleavings of two workers, with failures before and after every store operation, deaths without a word,
/// and rebalances that a worker does not hear of. A failure names its seed: run <see cref="Check"/> with it alone.
/// </summary>
public sealed class ProtocolSimulationTests
{
    private const int Seeds = 10_000;

    private static readonly string[] Expected = [.. new[] { "p0", "p1" }.SelectMany(s => Enumerable.Range(0, SimulatedWorld.Records).Select(i => $"{s}:{i}")).Order()];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_lost_and_nothing_comes_twice_whatever_happens(int quarter)
    {
        // The test framework's context would post continuations to other threads: then the seed would not decide.
        SynchronizationContext.SetSynchronizationContext(null);
        for (var seed = quarter; seed < Seeds; seed += 4)
        {
            try
            {
                Check(seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void Check(int seed)
    {
        var world = new SimulatedWorld(seed);
        world.Run();
        var layout = seed % 4 == 0 ? TableLayout.Plain : TableLayout.Delta;
        var kept = Read(world, world.Primary, layout).SelectMany(l => l.Split('\t')[1].Split(','));
        var rejected = Read(world, world.Rejects, layout).Select(l => l.Split('\t')[0]).ToList();
        Assert.Equal(Expected, kept.Concat(rejected).Order());
        Assert.All(rejected, id => Assert.EndsWith(":4", id, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Read(SimulatedWorld world, MemoryStore store, TableLayout layout)
    {
        var reading = LineTable.ReadAsync(store, layout);
        while (world.Scheduler.Step(_ => { }))
        {
        }

        Assert.True(reading.IsCompleted, "Reading a table needs no one but the reader.");
        return reading.IsFaulted ? throw reading.Exception.InnerException! : reading.Result;
    }
}
