using System.Text;
using Streaming.Operators;
using Streaming.Tables;
using Xunit;

namespace Streaming.Testing;

/// <summary>What every store must do. A test class for a store derives from it.</summary>
public abstract class ObjectStoreContract : IAsyncLifetime
{
    private IObjectStore _store = null!;

    /// <summary>A new, empty store.</summary>
    protected abstract ValueTask<IObjectStore> OpenAsync();

    /// <summary>Puts away what <see cref="OpenAsync"/> made.</summary>
    protected virtual ValueTask CloseAsync() => default;

    /// <inheritdoc/>
    public virtual async Task InitializeAsync() => _store = await OpenAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await CloseAsync();

    [SkippableFact]
    public async Task One_of_many_racing_writers_puts_the_object_and_knows_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var path = $"_delta_log/{round:D20}.json";
            var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await _store.PutIfAbsentAsync(path, Bytes($"writer {i}"), default) ? i : -1)));
            Assert.Equal($"writer {Assert.Single(won, i => i >= 0)}", await ReadAsync(path));
        }
    }

    [SkippableFact]
    public async Task An_object_is_put_if_absent_again_after_it_was_deleted()
    {
        Assert.True(await _store.PutIfAbsentAsync("a", Bytes("first"), default));
        Assert.False(await _store.PutIfAbsentAsync("a", Bytes("first"), default));
        await _store.DeleteAsync("a", default);
        await _store.DeleteAsync("a", default);
        Assert.True(await _store.PutIfAbsentAsync("a", Bytes("second"), default));
        Assert.Equal("second", await ReadAsync("a"));
    }

    [SkippableFact]
    public async Task A_put_replaces_and_absent_is_null()
    {
        Assert.Null(await ReadAsync("a/b"));
        await _store.PutAsync("a/b", Bytes("one"), default);
        await _store.PutAsync("a/b", Bytes("two and more"), default);
        Assert.Equal("two and more", await ReadAsync("a/b"));
        await _store.PutAsync("a/b", default, default);
        Assert.Equal("", await ReadAsync("a/b"));
    }

    [SkippableTheory]
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
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.PutIfAbsentAsync(path, default, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.CreateAsync(path, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.MoveAsync("a", path, default));
        await Assert.ThrowsAsync<BadInputException>(async () => await _store.DeleteAsync(path, default));
    }

    [SkippableFact]
    public async Task Listing_is_ordinal_over_all_depths_and_resumes()
    {
        foreach (var path in (string[])["a.b", "a/x", "a/y/z", "a0", "B", "é", "with space+plus%25"])
        {
            await _store.PutAsync(path, Bytes(path), default);
        }

        Assert.Equal(["B", "a.b", "a/x", "a/y/z", "a0", "with space+plus%25", "é"], await ListAsync("", null));
        Assert.Equal(["a/y/z", "a0", "with space+plus%25", "é"], await ListAsync("", "a/x"));
        Assert.Equal(["a/y/z"], await ListAsync("a", "a/x"));
        Assert.Empty(await ListAsync("none", null));
        Assert.Equal("with space+plus%25", await ReadAsync("with space+plus%25"));
    }

    [SkippableFact]
    public async Task More_objects_than_a_page_are_listed_once_each()
    {
        var paths = Enumerable.Range(0, 25).Select(i => $"many/{i:D4}").ToList();
        foreach (var path in paths)
        {
            await _store.PutAsync(path, Bytes("x"), default);
        }

        Assert.Equal(paths, await ListAsync("many", null));
        Assert.Equal(paths[13..], await ListAsync("many", "many/0012"));
    }

    [SkippableFact]
    public async Task A_pending_object_is_invisible_until_published()
    {
        await using var pending = await _store.CreateAsync("shards/1.parquet", default);
        await pending.Content.WriteAsync(Bytes("rows"));
        Assert.Empty(await ListAsync("", null));
        Assert.Null(await ReadAsync("shards/1.parquet"));
        Assert.Equal(4, await pending.PublishAsync(default));
        Assert.Equal("rows", await ReadAsync("shards/1.parquet"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pending.PublishAsync(default));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 << 20)]
    [InlineData((8 << 20) + 1)]
    [InlineData(29_000_003)]
    public async Task What_was_written_piece_by_piece_is_read_from_any_place(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        await using (var pending = await _store.CreateAsync("shards/large", default))
        {
            for (var at = 0; at < size; at += 700_001)
            {
                if (at % 2 == 0)
                {
                    await pending.Content.WriteAsync(content.AsMemory(at, Math.Min(700_001, size - at)));
                }
                else
                {
                    pending.Content.Write(content.AsSpan(at, Math.Min(700_001, size - at)));
                }
            }

            Assert.Equal(size, await pending.PublishAsync(default));
        }

        await using var file = await _store.OpenReadAsync("shards/large", default);
        Assert.Equal(size, file!.Length);
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            var from = random.Next(size + 1);
            var read = new byte[Math.Min(random.Next(200_000), size - from)];
            file.Position = from;
            await (i % 2 == 0 ? file.ReadExactlyAsync(read).AsTask() : Task.Run(() => file.ReadExactly(read)));
            Assert.True(content.AsSpan(from, read.Length).SequenceEqual(read), $"{read.Length} bytes from {from}");
        }

        file.Position = 0;
        var whole = new MemoryStream();
        await file.CopyToAsync(whole);
        Assert.True(content.AsSpan().SequenceEqual(whole.ToArray()));
    }

    [SkippableTheory]
    [InlineData(4)]
    [InlineData(20_000_000)]
    public async Task A_pending_object_that_is_given_up_leaves_nothing(int size)
    {
        await using (var pending = await _store.CreateAsync("shards/1.parquet", default))
        {
            await pending.Content.WriteAsync(new byte[size]);
        }

        Assert.Empty(await ListAsync("", null));
        Assert.Empty(_store is ILeftovers leaving ? await leaving.LeftoversAsync(default).ToListAsync() : []);
    }

    [SkippableFact]
    public async Task A_move_repeated_after_a_crash_is_done()
    {
        await _store.PutAsync("_streaming/staged/1", Bytes("rows"), default);
        Assert.True(await _store.MoveAsync("_streaming/staged/1", "1", default));
        Assert.True(await _store.MoveAsync("_streaming/staged/1", "1", default));
        Assert.Equal(["1"], await ListAsync("", null));
        Assert.Equal("rows", await ReadAsync("1"));
        Assert.False(await _store.MoveAsync("none", "2", default));
    }

    [SkippableFact]
    public async Task A_listing_says_size_and_time()
    {
        var before = DateTimeOffset.UtcNow.AddMinutes(-2);
        await _store.PutAsync("a", Bytes("four"), default);
        var found = Assert.Single(await _store.ListAsync("", null, default).ToListAsync());
        Assert.Equal(4, found.Size);
        Assert.True(_store is MemoryStore || found.Modified > before, $"{found.Modified}");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<string?> ReadAsync(string path)
    {
        await using var file = await _store.OpenReadAsync(path, default);
        return file is null ? null : await new StreamReader(file).ReadToEndAsync();
    }

    private async Task<List<string>> ListAsync(string folder, string? startAfter) => await _store.ListAsync(folder, startAfter, default).Select(o => o.Path).ToListAsync();
}
