using FsCheck.Xunit;
using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Tables;

public sealed class ReplayLawTests
{
    [Property(MaxTest = 200)]
    public async Task Replay_refresh_and_the_plain_account_agree(int seed)
    {
        var random = RandomLog.Of(seed, entries: 25, now: 1);
        var log = new DeltaLog(new MemoryStore(), null);
        TableSnapshot? followed = null;
        var snapshots = new List<TableSnapshot>();
        for (var version = 0; version < random.Entries.Count; version++)
        {
            Assert.True(await log.TryCommitAsync(version, random.Entries[version], default));
            if (version % 3 == 0)
            {
                followed = followed is null ? await log.ReadAsync(default) : await log.RefreshAsync(followed, default);
                snapshots.Add(followed!);
            }
        }

        Assert.Equal(random.States[^1], RandomLog.Describe((await log.ReadAsync(default))!));
        Assert.Equal(snapshots.Select(s => random.States[(int)s.Version]), snapshots.Select(RandomLog.Describe));
    }
}
