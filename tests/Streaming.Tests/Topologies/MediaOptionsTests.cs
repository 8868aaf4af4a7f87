using Streaming.Operators;

namespace Streaming.Tests.Topologies;

public sealed class MediaOptionsTests
{
    private static string With(string media) => Topology.WithSteps("- plain_mapper") + $"media: {media}\n";

    [Fact]
    public void Media_are_not_fetched_unless_the_topology_says_so() => Assert.Null(Topology.Spec(Topology.WithSteps("- plain_mapper")).HttpMedia);

    [Fact]
    public void The_limits_are_read_with_their_units()
    {
        var web = Topology.Spec(With("{ http: { allow: [images.example.org, '*.example.com'], max_bytes: 8MiB, timeout_ms: 5000, retries: 1 } }")).HttpMedia!;
        Assert.Equal(["images.example.org", "*.example.com"], web.Allow);
        Assert.Equal((ByteSize.MiB(8), 5000, 1, 3, 16, 4, false, false), (web.MaxBytes, web.TimeoutMs, web.Retries, web.MaxRedirects, web.Concurrency, web.PerHost, web.AllowPrivate, web.KeepBytes));
    }

    [Theory]
    [InlineData("{ http: {} }", "allow")]
    [InlineData("{ http: { allow: [] } }", "allow")]
    [InlineData("{ http: { allow: ['http://images.example.org/'] } }", "is no host")]
    [InlineData("{ http: { allow: ['*'], max_bytes: 2GiB } }", "max_bytes")]
    [InlineData("{ http: { allow: ['*'], timeout_ms: 0 } }", "timeout_ms")]
    [InlineData("{ http: { allow: ['*'], max_redirect: 3 } }", "max_redirect")]
    [InlineData("{ ftp: { allow: ['*'] } }", "ftp")]
    public void What_is_wrong_is_said_with_its_place(string media, string said)
    {
        var problem = Assert.Single(Topology.Read(With(media)).Problems);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.Equal(6, problem.Where.Line);
    }

    [Theory]
    [InlineData("{ http: { allow: [a.example.org] } }", "{ http: { allow: [a.example.org], timeout_ms: 1, retries: 0, concurrency: 1, per_host: 1 } }", true)]
    [InlineData("{ http: { allow: [a.example.org] } }", "{ http: { allow: [b.example.org] } }", false)]
    [InlineData("{ http: { allow: [a.example.org] } }", "{ http: { allow: [a.example.org], keep_bytes: true } }", false)]
    public void How_fast_media_come_does_not_decide_the_output(string one, string other, bool same) =>
        Assert.Equal(same, Topology.Spec(With(one)).Hash == Topology.Spec(With(other)).Hash);
}
