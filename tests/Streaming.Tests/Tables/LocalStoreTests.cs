using System.Text;
using Microsoft.Win32.SafeHandles;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

public sealed class LocalStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalStore _store;

    public LocalStoreTests() => _store = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_of_32_racing_threads_puts_the_object()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = $"_delta_log/{round:D20}.json";
            using var start = new Barrier(32);
            var won = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return _store.PutIfAbsentAsync(path, Encoding.UTF8.GetBytes($"writer {i}"), default).AsTask().GetAwaiter().GetResult() ? i : -1;
                },
                default,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            var winner = Assert.Single(won, i => i >= 0);
            Assert.Equal($"writer {winner}", await Entries.ReadAsync(_store, path));
        }

        Assert.Empty(await _store.LeftoversAsync(default).ToListAsync());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData(".x.tmp")]
    public async Task Paths_that_leave_the_root_are_refused(string path)
    {
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.OpenReadAsync(path, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.PutAsync(path, default, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.MoveAsync("a", path, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.DeleteAsync(path, default));
    }

    [Fact]
    public async Task Links_out_of_the_root_are_refused()
    {
        using var outside = new TemporaryFolder();
        await File.WriteAllTextAsync(outside["secret"], "secret");
        Directory.CreateSymbolicLink(_folder["out"], outside.Path);
        File.CreateSymbolicLink(_folder["file"], outside["secret"]);
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.OpenReadAsync("out/secret", default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.OpenReadAsync("file", default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.PutAsync("out/x", default, default));
    }

    [Fact]
    public async Task Links_within_the_root_are_followed()
    {
        await Entries.PutAsync(_store, "real/a", "A");
        Directory.CreateSymbolicLink(_folder["alias"], "real");
        Assert.Equal("A", await Entries.ReadAsync(_store, "alias/a"));
    }

    [Fact]
    public async Task Listing_is_ordinal_over_all_depths_and_resumes()
    {
        foreach (var path in (string[])["a.b", "a/x", "a/y/z", "a0", "B", "é"])
        {
            await Entries.PutAsync(_store, path, path);
        }

        Assert.Equal(["B", "a.b", "a/x", "a/y/z", "a0", "é"], await Entries.ListAsync(_store));
        Assert.Equal(["a/y/z", "a0", "é"], await Entries.ListAsync(_store, startAfter: "a/x"));
        Assert.Equal(["a/y/z"], await Entries.ListAsync(_store, "a", "a/x"));
        Assert.Empty(await Entries.ListAsync(_store, "none"));
    }

    [Fact]
    public async Task A_pending_object_is_invisible_until_published()
    {
        await using var pending = await _store.CreateAsync("shards/1.parquet", default);
        await pending.Content.WriteAsync("rows"u8.ToArray());
        Assert.Empty(await Entries.ListAsync(_store));
        Assert.Null(await Entries.ReadAsync(_store, "shards/1.parquet"));
        Assert.Equal(4, await pending.PublishAsync(default));
        Assert.Equal("rows", await Entries.ReadAsync(_store, "shards/1.parquet"));
    }

    [Fact]
    public async Task A_pending_object_that_is_given_up_leaves_nothing()
    {
        await using (var pending = await _store.CreateAsync("shards/1.parquet", default))
        {
            await pending.Content.WriteAsync("rows"u8.ToArray());
        }

        Assert.Empty(Directory.GetFiles(_folder["shards"]));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_invisible_and_can_be_found()
    {
        await Entries.PutAsync(_store, "shards/1.parquet", "rows");
        await File.WriteAllTextAsync(_folder["shards/.2.parquet.0123.tmp"], "half");
        Assert.Equal(["shards/1.parquet"], await Entries.ListAsync(_store));
        Assert.Equal("shards/.2.parquet.0123.tmp", Assert.Single(await _store.LeftoversAsync(default).ToListAsync()).Object.Path);
    }

    [Fact]
    public async Task A_move_repeated_after_a_crash_is_done()
    {
        await Entries.PutAsync(_store, "_streaming/staged/1", "rows");
        Assert.True(await _store.MoveAsync("_streaming/staged/1", "1", default));
        Assert.True(await _store.MoveAsync("_streaming/staged/1", "1", default));
        Assert.Equal(["1"], await Entries.ListAsync(_store));
        Assert.False(await _store.MoveAsync("none", "2", default));
    }

    [Fact]
    public async Task A_failed_fsync_of_a_file_surfaces_and_the_object_does_not_appear()
    {
        var store = new LocalStore(_folder.Path, new FailingCalls { Files = true });
        await Assert.ThrowsAsync<IOException>(async () => await store.PutIfAbsentAsync("a", "x"u8.ToArray(), default));
        await Assert.ThrowsAsync<IOException>(async () => await store.PutAsync("a", "x"u8.ToArray(), default));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_failed_fsync_is_not_tried_again()
    {
        var store = new LocalStore(_folder.Path, new FailingCalls { Files = true });
        await using var pending = await store.CreateAsync("a", default);
        await Assert.ThrowsAsync<IOException>(async () => await pending.PublishAsync(default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pending.PublishAsync(default));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_failed_fsync_of_the_folder_surfaces()
    {
        var store = new LocalStore(_folder.Path, new FailingCalls { Folders = true });
        await Assert.ThrowsAsync<IOException>(async () => await store.PutIfAbsentAsync("a", "x"u8.ToArray(), default));
    }

    [Fact]
    public async Task New_folders_are_made_durable_from_the_top()
    {
        var system = new FailingCalls();
        var store = new LocalStore(_folder["table"], system);
        await store.PutIfAbsentAsync("_streaming/epochs/1.json", "x"u8.ToArray(), default);
        Assert.Equal([_folder.Path, _folder["table"], _folder["table/_streaming"], _folder["table/_streaming/epochs"]], system.Flushed);
    }

    [Fact]
    public async Task Without_hard_links_one_writer_still_wins()
    {
        var store = new LocalStore(_folder.Path, new FailingCalls { NoLinks = true });
        Assert.True(await store.PutIfAbsentAsync("a", "first"u8.ToArray(), default));
        File.Move(_folder["a"], _folder["b"]);
        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await store.PutIfAbsentAsync("a", "x"u8.ToArray(), default))));
        Assert.Single(won, w => w);
        Assert.Equal(["a", "b"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    private sealed class FailingCalls : SystemCalls
    {
        public bool Files { get; init; }

        public bool Folders { get; init; }

        public bool NoLinks { get; init; }

        public List<string> Flushed { get; } = [];

        public override Naming TryName(string file, string name) => NoLinks ? Naming.Unsupported : base.TryName(file, name);

        public override void FlushFile(SafeFileHandle file)
        {
            if (Files)
            {
                throw new IOException("fsync failed");
            }
        }

        public override void FlushFolder(string folder)
        {
            Flushed.Add(folder);
            if (Folders)
            {
                throw new IOException("fsync failed");
            }
        }
    }
}
