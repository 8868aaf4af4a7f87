using Streaming.Runtime;

namespace Streaming.Tests.Runtime;

public sealed class HeapKeeperTests
{
    [Fact]
    public void What_is_alive_beyond_leases_and_accounts_is_charged_to_the_budget()
    {
        var budget = new MemoryBudget(0);
        using (var keeper = new HeapKeeper(budget))
        {
            var kept = new byte[200_000_000];
            Array.Fill<byte>(kept, 1);
            for (var garbage = 0L; keeper.Collections == 0 || keeper.Unaccounted < 100_000_000; garbage += 4_000)
            {
                Assert.True(garbage < 100_000_000_000, "Nothing was charged.");
                GC.KeepAlive(new byte[4_000]);
            }

            Assert.True(budget.Used >= 100_000_000);
            GC.KeepAlive(kept);
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_process_beyond_its_budget_collects()
    {
        using var keeper = new HeapKeeper(new MemoryBudget(0));
        var kept = new byte[100_000_000];
        Array.Fill<byte>(kept, 1);
        for (var garbage = 0L; keeper.Collections == 0; garbage += 4_000)
        {
            Assert.True(garbage < 100_000_000_000, "It has not collected.");
            GC.KeepAlive(new byte[4_000]);
        }

        GC.KeepAlive(kept);
    }
}
