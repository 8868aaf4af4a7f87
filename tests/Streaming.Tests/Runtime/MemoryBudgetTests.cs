using Streaming.Runtime;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

public sealed class MemoryBudgetTests
{
    [Fact]
    public async Task A_lease_waits_until_it_fits()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.LeaseAsync(80, default);
        var second = budget.LeaseAsync(30, default);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_sample_larger_than_the_budget_passes_alone()
    {
        var budget = new MemoryBudget(100);
        using var huge = await budget.LeaseAsync(1_000, default);
        Assert.False(budget.LeaseAsync(1, default).IsCompleted);
    }

    [Fact]
    public async Task What_operators_hold_makes_sources_wait_but_never_stops_the_run()
    {
        var budget = new MemoryBudget(100);
        budget.OpenAccount().Hold(500);
        using var alone = await budget.LeaseAsync(10, default);
        Assert.False(budget.LeaseAsync(10, default).IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_nothing_behind()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.LeaseAsync(100, default);
        using var abort = new CancellationTokenSource();
        var waiting = budget.LeaseAsync(50, abort.Token).AsTask();
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        (await budget.LeaseAsync(100, default)).Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_run_stays_in_its_budget_with_a_slow_operator_and_samples_of_all_sizes()
    {
        var random = new Random(3);
        var texts = Enumerable.Range(0, 400).Select(i => new string('x', i % 50 == 0 ? 200_000 : random.Next(2_000))).ToList();
        using var topology = new TestTopology { Memory = new(2 << 20) }
            .From("in", new([new("a", texts)]))
            .Then(OnBatch(async _ => await Task.Delay(2), serial: true));
        var report = await topology.RunAsync();
        Assert.Equal(400, report.Totals.Samples.Out);
        Assert.InRange(report.Totals.Budget.Peak, 1, 4 << 20);
        Assert.Equal(0, report.Totals.Budget.Used);
    }

    [Fact]
    public async Task A_failed_run_gives_every_lease_back()
    {
        using var topology = new TestTopology { Memory = new(1 << 20) }.From("in", ListSourceOptions.Numbered(5_000), Map(s => s.Text))
            .From("other", ListSourceOptions.Numbered(5_000, "b"))
            .Then(OnBatch(b => b.Samples.Count > 0 && b.Samples[0].Lineage.Position > 900 ? throw new InvalidOperationException("bug") : default));
        Assert.Equal(0, (await topology.RunAsync()).Totals.Budget.Used);
    }
}
