namespace Streaming.Tests.Topologies;

public sealed class TopologyHashTests
{
    private const string Yaml = "name: t\nseed: 5\nmemory: 1GiB\nsources: { a: { lines: { path: in.txt } }, b: { lines: { path: c.txt } } }\nsteps:\n- length_filter: { min_len: 5, max_len: 9 }\nsink: { folder: { path: out } }\nrejects: { path: r }\ndead_letters: { path: d, max_ratio: 0.1 }\n";

    [Theory]
    [InlineData("memory: 1GiB", "memory: 2GiB")]
    [InlineData("path: out", "path: elsewhere")]
    [InlineData("rejects: { path: r }", "rejects: off")]
    [InlineData("path: d,", "path: e,")]
    [InlineData("{ min_len: 5, max_len: 9 }", "{ max_len: 9, min_len: 5 } # the same")]
    [InlineData("min_len: 5", "min_len: \"${FIVE:-5}\"")]
    public void What_does_not_decide_the_output_does_not_count(string from, string to) => Assert.Equal(Hash(Yaml), Hash(Replace(from, to)));

    [Theory]
    [InlineData("seed: 5", "seed: 6")]
    [InlineData("name: t", "name: u")]
    [InlineData("min_len: 5", "min_len: 6")]
    [InlineData("path: in.txt", "path: in2.txt")]
    [InlineData("max_ratio: 0.1", "max_ratio: 0.2")]
    [InlineData("a: { lines: { path: in.txt } }, b: { lines: { path: c.txt } }", "b: { lines: { path: c.txt } }, a: { lines: { path: in.txt } }")]
    public void What_decides_the_output_counts(string from, string to) => Assert.NotEqual(Hash(Yaml), Hash(Replace(from, to)));

    [Fact]
    public void It_has_32_hex_digits() => Assert.Matches("^[0-9a-f]{32}$", Hash(Yaml));

    private static string Replace(string from, string to)
    {
        Assert.Contains(from, Yaml, StringComparison.Ordinal);
        return Yaml.Replace(from, to, StringComparison.Ordinal);
    }

    private static string Hash(string yaml) => Topology.Spec(yaml).Hash;
}
