using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Streaming.Fetching;
using Streaming.Samples;
using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Fetching;

/// <summary>What a run makes of media that are addresses.</summary>
public sealed class FetchedMediaTests
{
    private static HttpMediaOptions Loopback { get; } = new() { Allow = ["127.0.0.1"], AllowPrivate = true, Retries = 0 };

    [Fact]
    public async Task Operators_read_what_was_fetched_and_the_table_keeps_the_address()
    {
        await using var server = await WebServer.StartAsync(async (http, _) =>
        {
            await Task.Delay(20, http.RequestAborted);
            await http.Response.WriteAsync(http.Request.Path);
        });
        var seen = new List<Media>();
        using var topology = Topology(server, 200, Read(Text), OnBatch(batch =>
        {
            lock (seen)
            {
                seen.AddRange(batch.Samples.SelectMany(s => s.Images));
            }

            return ValueTask.CompletedTask;
        }));
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        Assert.Equal(200, (await topology.IdsAsync()).Count);
        Assert.All(seen, medium => Assert.True(medium is { Bytes: null, Fetched: not null }));
        Assert.Equal(200, server.Requests);
        Assert.True(server.MostOpen > 1, "they are fetched side by side");
    }

    [Fact]
    public async Task Bytes_become_part_of_the_sample_where_they_are_kept()
    {
        await using var server = await WebServer.EchoAsync();
        var all = true;
        using var topology = Topology(server, 20, Read(Text), Map(sample =>
        {
            all &= sample.Images[0] is { Bytes: not null, Path: not null };
            return sample.Text;
        }));
        topology.HttpMedia = Loopback with { KeepBytes = true };
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        Assert.True(all);
    }

    [Fact]
    public async Task Nothing_is_fetched_that_nobody_reads()
    {
        await using var server = await WebServer.EchoAsync();
        using var topology = Topology(server, 50, Keep(sample => sample.Lineage.Position % 2 == 0), Read(Text), Map(sample => sample.Text));
        await topology.RunAsync();
        Assert.Equal(25, server.Requests);
    }

    [Fact]
    public async Task What_several_operators_of_a_batch_read_is_fetched_once()
    {
        await using var server = await WebServer.EchoAsync();
        using var topology = Topology(server, 64, Map(sample =>
        {
            sample.Images = [new(null, server.Of("/same").ToString()), new(null, server.Of("/same").ToString())];
            return "";
        }), Read(Text), Keep(_ => true), Read(Text), Map(s => s.Text), Read(Text));
        await topology.RunAsync();
        Assert.Equal(64 / 16, server.Requests);
    }

    [Fact]
    public async Task A_medium_that_cannot_be_fetched_is_a_dead_letter_of_the_operator_that_needs_it()
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = http.Request.Path.Value!.EndsWith('7') ? 404 : 200;
            return http.Response.WriteAsync(http.Request.Path);
        });
        using var topology = Topology(server, 100, Read(Text));
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, 90L, 10L), (report.Status, report.Totals.Samples.Out, report.Totals.Samples.DeadLettered));
        var reader = report.Totals.Operators.Single(o => o.Name == "test_reader");
        Assert.Equal((100L, 90L, 10L), (reader.In, reader.Out, reader.DeadLettered));
    }

    [Theory]
    [InlineData("?sig=secret", "http://127.0.0.1")]
    [InlineData("#secret", "http://127.0.0.1")]
    public async Task Errors_say_no_passwords_and_signatures(string end, string start)
    {
        await using var server = await WebServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var letters = await LettersAsync($"{server.Of("/a.png")}{end}", $"{server.Of("/b.png")}{end}".Replace("//", "//secret:secret@", StringComparison.Ordinal));
        Assert.Equal(2, letters.Count);
        Assert.All(letters, letter => Assert.Contains(start, letter.Error, StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.DoesNotContain("secret", letter.Error + letter.Exception, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_addresses_are_left_to_the_operator() => Assert.Empty(await LettersAsync("s3://bucket/a.png", "ftp://127.0.0.1/a.png", "http://", "/a/file.png"));

    [Fact]
    public async Task Without_leave_an_address_is_a_dead_letter()
    {
        await using var server = await WebServer.EchoAsync();
        using var topology = Topology(server, 10, Read(Text));
        topology.HttpMedia = null;
        Assert.Equal(10, (await topology.RunAsync()).Totals.Samples.DeadLettered);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_network_that_is_gone_stops_the_run()
    {
        var server = await WebServer.EchoAsync();
        using var topology = Topology(server, 5_000, Read(Text));
        topology.MaxDeadLetterRatio = 0.05;
        await server.DisposeAsync();
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Failed, "too_many_dead_letters"), (report.Status, report.Error!.Code));
        Assert.Empty(await topology.IdsAsync());
    }

    [Fact]
    public async Task A_run_that_is_fetching_ends_within_a_second_of_its_fault()
    {
        await using var server = await WebServer.StartAsync((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var fault = new TaskCompletionSource();
        using var topology = Topology(server, 64, Read(Text)).From("b", ListSourceOptions.Numbered(1, "b"), OnBatch(async _ =>
        {
            await fault.Task;
            throw new InvalidOperationException("a bug");
        }));
        topology.HttpMedia = Loopback with { TimeoutMs = 600_000 };
        var run = topology.RunAsync();
        await server.Reached.Task;
        var clock = Stopwatch.StartNew();
        fault.SetResult();
        Assert.Equal(RunStatus.Failed, (await run).Status);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1_000);
    }

    [Fact]
    public async Task What_is_fetched_is_charged_and_given_back()
    {
        await using var server = await WebServer.StartAsync((http, _) => http.Response.Body.WriteAsync(new byte[1 << 20]).AsTask());
        using var topology = Topology(server, 128, Read(_ => ""));
        topology.Memory = Streaming.Operators.ByteSize.MiB(16);
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, 128L), (report.Status, report.Totals.Samples.Out));
        Assert.InRange(report.Totals.Budget.Peak, 16L << 20, 6 * (16L << 20));
        Assert.Equal(0, report.Totals.Budget.Used);
    }

    [Fact]
    public async Task Batches_come_in_one_at_a_time_where_there_is_no_room()
    {
        var room = new FetchRoom(() => false);
        await room.EnterAsync(default);
        using var abort = new CancellationTokenSource();
        var (second, third) = (room.EnterAsync(abort.Token).AsTask(), room.EnterAsync(default).AsTask());
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        room.Leave();
        await third;
    }

    private static async Task<List<DeadLetter>> LettersAsync(params IEnumerable<string> paths)
    {
        using var fetch = new MediaFetch(Loopback, new MemoryAccount(1), () => true, TimeProvider.System);
        var batch = new SampleBatch { Samples = [.. paths.Select((path, i) => Some.Sample("", position: i))] };
        foreach (var (sample, path) in batch.Samples.Zip(paths))
        {
            sample.Images = [new(null, path)];
        }

        await fetch.FetchAsync(batch, new LambdaReader(new(_ => "")), () => { }, default);
        return batch.DeadLetters;
    }

    private static string Text(Sample sample) => Encoding.UTF8.GetString((sample.Images[0].InMemory ?? throw new InvalidDataException("The medium has no bytes.")).Span);

    // Every sample has a picture of its own.
    private static TestTopology Topology(WebServer server, int samples, params Streaming.Topologies.StepSpec[] steps) => new TestTopology { HttpMedia = Loopback }
        .From("in", ListSourceOptions.Numbered(samples), [Map(sample =>
        {
            sample.Images = [new(null, $"{server.Of($"/{sample.Lineage.Position}")}?sig=secret")];
            return sample.Text;
        }), .. steps]);
}
