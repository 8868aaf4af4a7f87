using Streaming.Runtime;

namespace Streaming.Tests.Runtime;

public sealed class HeapKeeperTests
{
    [Fact]
    public void A_process_beyond_its_budget_collects()
    {
        using var keeper = new HeapKeeper(limit: 0);
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
