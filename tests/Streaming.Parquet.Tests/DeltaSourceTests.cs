using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Parquet.Tests;

public sealed class DeltaSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Files_come_in_log_order_and_only_those_that_the_log_names()
    {
        await Rows("t/z.parquet", 2);
        await Rows("t/a.parquet", 2);
        await Rows("t/orphan.parquet", 2);
        await Commit(0, ProtocolAction.Current, MetadataAction.For(Guid.Empty.ToString(), null, RowSchema.Text, default), Add("z.parquet"));
        await Commit(1, Add("a.parquet"));

        var batches = await Shards.ReadAsync(_folder.Path, Shards.Options("t"));

        Assert.Equal(["z.parquet", "a.parquet"], batches.Select(b => b.Split.Name));
    }

    [Fact]
    public async Task Files_that_a_compaction_replaced_are_not_read_and_reading_on_across_it_is_refused()
    {
        await Rows("t/a.parquet", 2);
        await Rows("t/b.parquet", 4);
        await Commit(0, ProtocolAction.Current, MetadataAction.For(Guid.Empty.ToString(), null, RowSchema.Text, default), Add("a.parquet"));
        var before = await Shards.ReadAsync(new DeltaSource(Shards.Options("t")), Shards.Context(_folder.Path));
        await Commit(1, new RemoveAction("a.parquet", 1, DataChange: false), Add("b.parquet") with { DataChange = false });

        var afresh = await Shards.ReadAsync(new DeltaSource(Shards.Options("t")), Shards.Context(_folder.Path));
        Assert.Equal(["b.parquet"], afresh.Select(b => b.Split.Name));

        var position = SplitPositions.Empty.Advance(before[0].Split, before[0].To);
        var fault = await Assert.ThrowsAsync<SourceFaultException>(() => Shards.ReadAsync(new DeltaSource(Shards.Options("t")), Shards.Context(_folder.Path), position));
        Assert.Contains("compacted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_log_is_no_table()
    {
        await Rows("t/a.parquet", 1);

        await Assert.ThrowsAsync<BadInputException>(() => Shards.ReadAsync(new DeltaSource(Shards.Options("t")), Shards.Context(_folder.Path)));
    }

    public void Dispose() => _folder.Dispose();

    private static AddAction Add(string path) => new(path, 1, 1, DataChange: true);

    private Task<ShardSummary> Rows(string name, int rows) => Shards.WriteAsync(_folder.File(name), RowSchema.Text, [.. Enumerable.Range(0, rows).Select(i => Shards.Sample(i, $"{name} {i}"))]);

    private async Task Commit(long version, params LogAction[] actions) =>
        Assert.True(await new DeltaLog(new LocalStore(_folder.File("t")), null).TryCommitAsync(version, actions, CancellationToken.None));
}
