using System.Text;
using Streaming.Operators;
using Streaming.S3Server;
using Streaming.Tables;

namespace Streaming.S3.Tests;

/// <summary>What becomes of calls when the store or the network has its faults.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private ObjectServer _server = null!;
    private IObjectStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await ObjectServer.StartAsync();
        _store = _server.Store();

        // The first put finds out whether the store is one to write tables to.
        Assert.True(await _store.PutIfAbsentAsync("first", "1"u8.ToArray(), default));
        _server.Seen.Clear();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(S3FaultKind.InternalError)]
    [InlineData(S3FaultKind.SlowDown)]
    [InlineData(S3FaultKind.Conflict)]
    [InlineData(S3FaultKind.ResetBefore)]
    [InlineData(S3FaultKind.ResetAfter)]
    [InlineData(S3FaultKind.ErrorAfter)]
    public async Task A_put_if_absent_that_met_a_fault_knows_that_it_won(S3FaultKind kind)
    {
        _server.Fail(new("PutObject", "entry", kind) { Times = 2 });
        Assert.True(await _store.PutIfAbsentAsync("entry", "ours"u8.ToArray(), default));
        Assert.Equal("ours", await ReadAsync("entry"));
        Assert.True(_server.Seen.Count(s => s.Operation == "PutObject") > 1);
    }

    [Theory]
    [InlineData(S3FaultKind.InternalError)]
    [InlineData(S3FaultKind.ResetBefore)]
    [InlineData(S3FaultKind.ResetAfter)]
    [InlineData(S3FaultKind.ErrorAfter)]
    public async Task A_put_if_absent_that_met_a_fault_knows_that_it_lost_even_to_the_same_bytes(S3FaultKind kind)
    {
        Assert.True(await _store.PutIfAbsentAsync("entry", "the same"u8.ToArray(), default));
        _server.Fail(new("PutObject", "entry", kind));
        Assert.False(await _store.PutIfAbsentAsync("entry", "the same"u8.ToArray(), default));
    }

    [Fact]
    public async Task A_put_that_no_try_of_got_an_answer_is_found_by_its_mark()
    {
        _server.Fail(new("PutObject", "entry", S3FaultKind.ErrorAfter) { Times = 1 });
        _server.Fail(new("PutObject", "entry", S3FaultKind.InternalError) { Times = int.MaxValue });
        Assert.True(await _store.PutIfAbsentAsync("entry", "ours"u8.ToArray(), default));
    }

    [Fact]
    public async Task A_store_that_stays_away_is_told_after_a_bounded_number_of_tries()
    {
        _server.Fail(new("PutObject", "entry", S3FaultKind.ResetBefore) { Times = int.MaxValue });
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.PutIfAbsentAsync("entry", "ours"u8.ToArray(), default));
        Assert.Contains("s3://bucket/folder/table/entry", fault.Message, StringComparison.Ordinal);
        // The connection pool tries a broken connection again a few times by itself.
        Assert.InRange(_server.Seen.Count(s => s.Operation == "PutObject"), 2, 4 * (S3Settings.Retries + 1));
    }

    [Fact]
    public async Task A_store_that_passes_the_condition_over_is_refused()
    {
        await using var careless = await ObjectServer.StartAsync();
        careless.IsConditional = false;
        var refusal = await Assert.ThrowsAsync<BadInputException>(async () => await careless.Store().PutIfAbsentAsync("entry", "1"u8.ToArray(), default));
        Assert.Contains("If-None-Match", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CreateMultipartUpload", S3FaultKind.SlowDown)]
    [InlineData("UploadPart", S3FaultKind.ResetBefore)]
    [InlineData("UploadPart", S3FaultKind.ResetAfter)]
    [InlineData("UploadPart", S3FaultKind.InternalError)]
    [InlineData("CompleteMultipartUpload", S3FaultKind.ResetBefore)]
    [InlineData("CompleteMultipartUpload", S3FaultKind.ResetAfter)]
    [InlineData("CompleteMultipartUpload", S3FaultKind.ErrorAfter)]
    [InlineData("CompleteMultipartUpload", S3FaultKind.ErrorIn200)]
    public async Task A_large_object_goes_up_over_faults_and_nothing_is_left(string operation, S3FaultKind kind)
    {
        _server.Fail(new(operation, "large", kind) { Times = 2 });
        await WriteAsync("large", 20_000_000);
        Assert.Equal(20_000_000, _server.Buckets["bucket"].Objects.Single(o => o.Key.EndsWith("large", StringComparison.Ordinal)).Value.Content.Length);
        Assert.Empty(_server.Buckets["bucket"].Uploads);
    }

    [Theory]
    [InlineData("UploadPart")]
    [InlineData("CompleteMultipartUpload")]
    public async Task An_upload_that_fails_for_good_is_given_up(string operation)
    {
        _server.Fail(new(operation, "large", S3FaultKind.InternalError) { Times = int.MaxValue });
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await WriteAsync("large", 20_000_000));
        Assert.Empty(_server.Buckets["bucket"].Uploads);
        Assert.Null(await _store.OpenReadAsync("large", default));
    }

    [Theory]
    [InlineData(S3FaultKind.CutBody)]
    [InlineData(S3FaultKind.ResetBefore)]
    [InlineData(S3FaultKind.SlowDown)]
    [InlineData(S3FaultKind.SlowBody)]
    public async Task A_read_that_breaks_off_is_taken_up_again(S3FaultKind kind)
    {
        await WriteAsync("large", 1_000_000);
        _server.Fail(new("GetObject", "large", kind) { Times = 3, Wait = TimeSpan.FromMilliseconds(1) });
        await using var file = await _store.OpenReadAsync("large", default);
        var read = new MemoryStream();
        await file!.CopyToAsync(read);
        Assert.True(Content(1_000_000).AsSpan().SequenceEqual(read.ToArray()));
    }

    [Fact]
    public async Task A_read_whose_answers_always_break_off_ends()
    {
        await WriteAsync("large", 1_000_000);
        await using var file = await _store.OpenReadAsync("large", default);
        _server.Fail(new("GetObject", "large", S3FaultKind.ResetBefore) { Times = int.MaxValue });
        file!.Position = 500_000;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await file.ReadExactlyAsync(new byte[1000]));
    }

    [Fact]
    public async Task An_object_that_was_replaced_is_not_mixed_with_the_new_one()
    {
        await WriteAsync("large", 1_000_000);
        await using var file = await _store.OpenReadAsync("large", default);
        await _store.PutAsync("large", new byte[1_000_000], default);
        file!.Position = 500_000;
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await file.ReadExactlyAsync(new byte[1000]));
    }

    [Fact]
    public async Task Only_the_ranges_that_are_read_are_fetched()
    {
        await WriteAsync("large", 40_000_000);
        _server.Seen.Clear();
        await using var file = await _store.OpenReadAsync("large", default);
        file!.Position = file.Length - 8;
        await file.ReadExactlyAsync(new byte[8]);
        file.Position = 10_000_000;
        await file.ReadExactlyAsync(new byte[300_000]);
        Assert.Equal(["bytes=0-65535", "bytes=39934464-39999999", "bytes=10000000-10299999"], _server.Seen.Select(s => s.Range));
    }

    [Fact]
    public async Task Listing_goes_on_over_faults()
    {
        _server.PageSize = 3;
        for (var i = 0; i < 10; i++)
        {
            await _store.PutAsync($"many/{i}", "x"u8.ToArray(), default);
        }

        _server.Fail(new("ListObjectsV2", "", S3FaultKind.SlowDown) { Times = 3 });
        Assert.Equal(10, await _store.ListAsync("many", null, default).CountAsync());
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private async Task WriteAsync(string path, int size)
    {
        await using var pending = await _store.CreateAsync(path, default);
        await pending.Content.WriteAsync(Content(size));
        await pending.PublishAsync(default);
    }

    private async Task<string> ReadAsync(string path)
    {
        await using var file = await _store.OpenReadAsync(path, default);
        return await new StreamReader(file!, Encoding.UTF8).ReadToEndAsync();
    }
}
