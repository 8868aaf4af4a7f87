using Streaming.Topologies;

namespace Streaming.Feed.Tests.Control;

/// <summary>What a trainer and a person tell a run over HTTP.</summary>
public sealed class ControlEndpointTests
{
    [Fact]
    public async Task Weights_that_are_put_come_into_force_with_the_next_epoch()
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal("""{"x":1,"y":1}""", (await served.GetAsync("/v1/mix")).Json["in_force"]!.ToJsonString());

        var put = await served.PutAsync("/v1/mix", """{"weights":{"y":4}}""");
        Assert.Equal((200, """{"x":1,"y":1}""", """{"x":1,"y":4}"""), (put.Code, put.Json["in_force"]!.ToJsonString(), put.Json["wanted"]!.ToJsonString()));

        await served.RunAsync(1);
        var (_, mix) = await served.GetAsync("/v1/mix");
        Assert.Equal("""{"x":1,"y":4}""", mix["in_force"]!.ToJsonString());
        Assert.Null(mix["wanted"]);
        Assert.Equal(80, (await served.IdsAsync()).Count(id => id.StartsWith('b')));
    }

    [Theory]
    [InlineData("""{"thresholds":{"test_range":{"min":7}}}""")]
    [InlineData("""{"0.test_range":{"min_value":7}}""")]
    [InlineData("""{"test_range.min_len":7}""")]
    public async Task Ranges_that_are_put_come_into_force_with_the_next_epoch(string body)
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal(200, (await served.PutAsync("/v1/thresholds", body)).Code);
        await served.RunAsync(1);

        Assert.Equal(30, (await served.IdsAsync()).Count);
        var (_, all) = await served.GetAsync("/v1/thresholds");
        Assert.Equal(
            """{"operator":"0.test_range","figure":"test","declared":{"min":0,"max":9},"in_force":{"min":7,"max":9},"wanted":null}""",
            all["thresholds"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task A_range_that_is_held_to_a_share_is_shown_so_and_not_put()
    {
        await using var served = await ServedTopology.StartAsync(new() { Thresholds = new Dictionary<string, KeepOptions> { ["test_range"] = new() { Keep = 0.2 } } });
        var (code, said) = await served.PutAsync("/v1/thresholds", """{"test_range":{"min":7}}""");
        Assert.Equal(400, code);
        Assert.Contains("held to a share", said.ToJsonString(), StringComparison.Ordinal);

        // Of ten figures, two are 8 or more.
        await served.RunAsync(4);
        var (_, all) = await served.GetAsync("/v1/thresholds");
        Assert.Equal(0.2, (double)all["thresholds"]![0]!["keep"]!);
        Assert.InRange((double)all["thresholds"]![0]!["in_force"]!["min"]!, 7.01, 8);
    }

    [Fact]
    public async Task Losses_move_the_mix_where_a_policy_acts_on_them()
    {
        await using var served = await ServedTopology.StartAsync(new() { Policy = FeedbackPolicy.Doremi, Reference = new Dictionary<string, double> { ["x"] = 2, ["y"] = 2 } });
        var (code, said) = await served.PostAsync("/v1/feedback", """{"step":100,"losses":{"x":2,"y":4},"samples":[{"id":"b:1","source":"y","loss":4.5,"reference":2.5}]}""");
        Assert.Equal((200, 100, "doremi"), (code, (int)said["step"]!, (string?)said["policy"]));
        await served.RunAsync(1);

        var (_, mix) = await served.GetAsync("/v1/mix");
        Assert.InRange((double)mix["in_force"]!["y"]!, 0.85, 0.9);
        Assert.Equal("""{"x":2,"y":4}""", mix["losses"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/v1/feedback", """{"step":1,"losses":{"z":2}}""", 400, "no source is named 'z'")]
    [InlineData("/v1/feedback", """{"step":1,"loss":{"x":2}}""", 400, "'loss' is not known")]
    [InlineData("/v1/feedback", """{"step":1.5}""", 400, "whole number")]
    [InlineData("/v1/feedback", """{"step":1,"losses":{"x":"2"}}""", 400, "has to be a number")]
    [InlineData("/v1/feedback", """{"step":1,"samples":[{"id":"a:1","loss":2}]}""", 400, "samples[0].source")]
    [InlineData("/v1/feedback", """{"step":1""", 400, "no JSON")]
    [InlineData("/v1/feedback", """[1]""", 400, "JSON object")]
    public async Task A_report_that_is_none_is_refused_in_words(string path, string body, int expected, string words)
    {
        await using var served = await ServedTopology.StartAsync();
        var (code, said) = await served.PostAsync(path, body);
        Assert.Equal(expected, code);
        Assert.Contains(words, (string)said["error"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/mix", """{"weights":{"z":1}}""", 400)]
    [InlineData("/v1/mix", """{"x":-1}""", 400)]
    [InlineData("/v1/mix", "{}", 400)]
    [InlineData("/v1/thresholds", """{"nothing":{"min":1}}""", 400)]
    [InlineData("/v1/thresholds", """{"test_range":{"middle":1}}""", 400)]
    [InlineData("/v1/thresholds", """{"test_range":{"min":100}}""", 400)]
    [InlineData("/v1/thresholds", "{}", 400)]
    public async Task What_cannot_be_put_is_refused(string path, string body, int expected)
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal(expected, (await served.PutAsync(path, body)).Code);
    }

    [Fact]
    public async Task A_static_mix_and_none_at_all_cannot_be_moved()
    {
        await using var fixedMix = await ServedTopology.StartAsync(new() { Policy = FeedbackPolicy.Static });
        Assert.Equal(409, (await fixedMix.PutAsync("/v1/mix", """{"x":2}""")).Code);
        await using var merged = await ServedTopology.StartAsync(mixes: false);
        Assert.Equal((409, 409), ((await merged.PutAsync("/v1/mix", """{"x":2}""")).Code, (await merged.GetAsync("/v1/mix")).Code));
    }

    [Fact]
    public async Task Another_type_than_json_is_refused_so_that_no_page_can_send_it_unasked()
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal(400, (await served.PostAsync("/v1/feedback", """{"step":1,"losses":{"x":2}}""", "text/plain")).Code);
        Assert.Equal(0, served.Plan.Control.Feedback.Step);
    }
}
