using System.Net;
using System.Text.Json.Nodes;
using Streaming.Samples;
using static Streaming.Testing.TestTopology;

namespace Streaming.Feed.Tests.Control;

/// <summary>What people are shown of the samples that pass operators, and what another range would do.</summary>
public sealed class LookingTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task An_operator_shows_what_it_kept_and_why_it_dropped_the_rest()
    {
        await using var served = await ServedTopology.StartAsync(steps: [Within(s => s.Lineage.Position % 10, 3, 9)]);
        await served.RunAsync(2);

        var kept = (await served.GetAsync("/v1/examples?operator=0.test_range&outcome=kept")).Json["examples"]!.AsArray();
        Assert.InRange(kept.Count, 1, 8);
        Assert.All(kept, e => Assert.Equal(((long)e!["position"]! % 10, null), ((long)(double)e["stats"]!["test"]!, (string?)e["reason"])));
        var dropped = (await served.GetAsync("/v1/examples?operator=test_range&outcome=rejected")).Json["examples"]!.AsArray();
        Assert.InRange(dropped.Count, 1, 8);
        Assert.All(dropped, e => Assert.Equal(($"test {(long)e!["position"]! % 10} is not in [3, 9]", (long)e["position"]! % 10, "[3, 9]"), ((string?)e["reason"], (long)(double)e["value"]!, (string?)e["threshold"])));
        Assert.Empty((await served.GetAsync("/v1/examples?operator=test_range&outcome=dead_lettered")).Json["examples"]!.AsArray());
    }

    [Fact]
    public async Task What_broke_an_operator_is_shown_with_its_error_and_lies_among_the_dead_letters()
    {
        await using var served = await ServedTopology.StartAsync(parquet: true, steps: [Map(s => s.Lineage.Position % 10 == 4 ? throw new InvalidDataException("no four") : s.Text + " <b>\uD800</b>")]);
        await served.RunAsync(2);

        var broken = (await served.GetAsync("/v1/examples?operator=test_mapper&outcome=dead_lettered")).Json["examples"]!.AsArray();
        Assert.All(broken, e => Assert.Equal("no four", (string?)e!["reason"]));
        Assert.NotEmpty((await served.GetAsync("/v1/examples?operator=test_mapper&outcome=kept")).Json["examples"]!.AsArray());
        var (code, letters) = await served.GetAsync("/v1/dead-letters");
        Assert.True(code == 200, letters.ToJsonString());
        Assert.Equal(20, (long)letters["count"]!);
        var newest = letters["dead_letters"]![0]!;
        Assert.Equal(("no four", "test_mapper", 2L, 4L), ((string?)newest["error"], (string?)newest["operator"], (long)newest["epoch"]!, (long)newest["position"]! % 10));
        Assert.Equal($"{((string)newest["split"]!)[0]} {newest["position"]}", (string?)JsonNode.Parse((string)newest["payload"]!)!["text"]);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public async Task A_medium_that_could_hold_a_script_is_not_shown(string medium)
    {
        await using var served = await WithMediumAsync(System.Text.Encoding.UTF8.GetBytes(medium));
        var media = (await served.GetAsync("/v1/examples?operator=test_mapper&outcome=kept")).Json["examples"]![0]!["media"]![0]!;
        Assert.Equal(("image", (string?)null, (string?)null), ((string?)media["kind"], (string?)media["href"], (string?)media["type"]));
        Assert.Equal(404, (await served.GetAsync("/v1/examples/media?operator=test_mapper&outcome=kept&number=0&place=0")).Code);
    }

    [Fact]
    public async Task A_picture_is_shown_by_what_it_is_and_nothing_runs_in_it()
    {
        await using var served = await WithMediumAsync(Png);
        var media = (await served.GetAsync("/v1/examples?operator=test_mapper&outcome=kept")).Json["examples"]![0]!["media"]![0]!;
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(served.Server.Http, (string)media["href"]!));
        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(("nosniff", "default-src 'none'; sandbox; frame-ancestors 'none'"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.Equal(Png, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Media_that_are_too_large_are_told_and_not_kept()
    {
        var large = new byte[(1 << 20) + 1];
        Png.CopyTo(large, 0);
        await using var served = await WithMediumAsync(large);
        var media = (await served.GetAsync("/v1/examples?operator=test_mapper&outcome=kept")).Json["examples"]![0]!["media"]![0]!;
        Assert.Equal(((1L << 20) + 1, (string?)null), ((long)media["bytes"]!, (string?)media["href"]));
        Assert.Equal(0, served.Plan.Watch.Find("test_mapper").Bytes);
    }

    [Fact]
    public async Task Another_range_is_tried_on_all_that_came()
    {
        await using var served = await ServedTopology.StartAsync(steps: [Within(s => s.Lineage.Position % 10, 5, 9)]);
        await served.RunAsync(2);

        var (code, all) = await served.GetAsync("/v1/what-if?operator=test_range&min=2");
        Assert.Equal((200, 200L, 0.8, 160L), (code, (long)all["seen"]!, (double)all["asked"]!["kept_share"]!, (long)all["asked"]!["kept"]!));
        Assert.Equal((0.5, 0.0), ((double)all["in_force"]!["kept_share"]!, (double)all["asked"]!["standard_error"]!));
        Assert.Equal((0.0, 9.0, 101), ((double)all["quantiles"]![0]!, (double)all["quantiles"]![100]!, all["quantiles"]!.AsArray().Count));
        Assert.Equal(1, all["histogram"]!.AsArray().Sum(b => (double)b!["share"]!), 9);
        Assert.Equal(0.1, (double)(await served.GetAsync("/v1/what-if?operator=0.test_range&min=5&max=5")).Json["asked"]!["kept_share"]!);
        Assert.Equal(5, (await served.GetAsync("/v1/thresholds")).Json["thresholds"]![0]!["in_force"]!["min"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("/v1/examples?operator=nobody&outcome=kept", "There are: 0.test_range")]
    [InlineData("/v1/examples?operator=test_range&outcome=lost", "outcome is kept, rejected or dead_lettered")]
    [InlineData("/v1/examples?operator=test_range", "outcome has to be given")]
    [InlineData("/v1/examples/media?operator=test_range&outcome=kept&number=-1&place=0", "whole number")]
    [InlineData("/v1/what-if?operator=test_range&min=NaN", "min has to be a number")]
    [InlineData("/v1/what-if?operator=test_range&min=1&min=2", "given once")]
    public async Task What_cannot_be_shown_is_refused_in_words(string path, string words)
    {
        await using var served = await ServedTopology.StartAsync();
        var (code, said) = await served.GetAsync(path);
        Assert.Equal(400, code);
        Assert.Contains(words, (string)said["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_served_keeps_nothing()
    {
        using var topology = new TestTopology();
        topology.From("x", ListSourceOptions.Numbered(100)).Then(Within(s => s.Lineage.Position, 0, 50));
        await using var plan = await Runtime.Planner.PlanAsync(topology.Build());
        await Runtime.Run.ExecuteAsync(plan, new(), default);
        Assert.False(plan.Watch.IsOn);
        Assert.All(plan.Operators, o => Assert.Null(o.Watch));
    }

    [Fact]
    public async Task Epochs_are_told_with_the_weights_and_ranges_that_they_had()
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal(200, (await served.PutAsync("/v1/thresholds", """{"test_range":{"min":5}}""")).Code);
        Assert.Equal(200, (await served.PutAsync("/v1/mix", """{"y":3}""")).Code);
        Assert.Empty((await served.GetAsync("/v1/epochs")).Json["epochs"]!.AsArray());
        await served.RunAsync(2);

        var epochs = (await served.GetAsync("/v1/epochs")).Json["epochs"]!.AsArray();
        Assert.Equal([1, 2], epochs.Select(e => (int)e!["epoch"]!));
        Assert.Equal((true, false), ((bool)epochs[0]!["changed"]!, (bool)epochs[1]!["changed"]!));
        Assert.Equal("""{"x":1,"y":3}""", epochs[1]!["weights"]!.ToJsonString());
        Assert.Equal((100, 100), ((int)epochs[0]!["in"]!, (int)epochs[0]!["out"]! + (int)epochs[0]!["rejected"]!));
        Assert.InRange((int)epochs[0]!["rejected"]!, 40, 60);
        Assert.Equal("[5,9]", epochs[0]!["thresholds"]!.AsObject().Single().Value!.ToJsonString());
    }

    private static async Task<ServedTopology> WithMediumAsync(byte[] medium)
    {
        var served = await ServedTopology.StartAsync(steps: [Map(s => { s.Images = [new Media(medium, null)]; return s.Text; })]);
        await served.RunAsync(1);
        return served;
    }
}
