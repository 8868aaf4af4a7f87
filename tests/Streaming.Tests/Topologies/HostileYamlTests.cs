using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

public sealed class HostileYamlTests
{
    private const string Good = """
        name: t
        seed: 1
        sources:
          a: { lines: { path: [x, "y"] }, steps: [&n plain_mapper, length_filter: { min_len: 5 }] }
          b:
            lines:
              path: >-
                folded
                text
        steps:
          - route: { branches: { l: { when: "text_len > 5 and (lang == 'de')", to: s }, r: { steps: [] } }, default: r }
          - tee: { branches: { c: { steps: [*n], to: s2 } } }
          - everything_mapper: { sizes: [1, 2], inner: { depth: 1 }, wait: 5s, memory: 2GB }
        sinks: { s: { folder: { path: "${A:-o}" } }, s2: { folder: { path: p } } }
        """;

    [Fact]
    public void Nested_aliases_that_multiply_are_refused()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Refused(yaml.ToString(), "more than 100,000 nodes");
    }

    [Fact]
    public void An_alias_to_itself_is_refused() => Refused("a: &a [*a]", "no anchor 'a' ends before this");

    [Fact]
    public void A_huge_scalar_is_refused() => Refused($"name: {new string('x', (1 << 20) + 1)}", "a value of more than 1 MiB");

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("{a: ", 10_000)]
    [InlineData("- ", 10_000)]
    [InlineData("? ", 10_000)]
    public void Depth_is_refused(string opening, int depth) => Refused(string.Concat(Enumerable.Repeat(opening, depth)), "nested more than 100 deep");

    [Fact]
    public void Too_many_nodes_are_refused() => Refused("[" + string.Concat(Enumerable.Repeat("a,", 100_001)) + "]", "more than 100,000 nodes");

    [Fact]
    public void A_large_text_is_refused() => Refused(new string(' ', (16 << 20) + 1), "larger than 16 MiB");

    [Fact]
    public void A_file_without_end_is_refused()
    {
        var reading = new TopologyReader(Topology.Catalog).ReadFile("/dev/zero");
        Assert.Contains("larger than 16 MiB", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_given_twice_is_refused() => Refused("name: a\nname: b", "'name' is given twice");

    [Fact]
    public void Two_documents_are_refused() => Refused("name: a\n---\nname: b", "a second document");

    [Fact]
    public void Tags_are_refused() => Refused("name: !!python/object:os.system a", "tags such as");

    [Fact]
    public void Control_characters_are_refused_rather_than_ending_the_text() => Refused("name: a\nb: \0\nc: d", "a control character");

    [Fact]
    public void A_name_that_is_a_list_is_refused() => Refused("? [a]\n: b", "a name must be a plain value");

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    public void An_empty_file_is_no_topology(string yaml) => Assert.NotEmpty(Topology.Read(yaml).Problems);

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [(byte)'a', (byte)'\n', 0xff, 0xfe]);
            Assert.EndsWith(":2:1: not UTF-8 text", Assert.Single(new TopologyReader(Topology.Catalog).ReadFile(file).Problems).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Variables_cannot_blow_a_value_up()
    {
        var environment = new Dictionary<string, string> { ["V"] = new('x', 100_000) };
        var reading = Topology.Read("name: " + string.Concat(Enumerable.Repeat("${V}", 100_000)), environment);
        Assert.Contains(reading.Problems, p => p.Message.Contains("more than 1 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_beyond_a_screenful_are_counted_not_listed() =>
        Assert.Equal(201, Topology.Read("steps: [" + string.Concat(Enumerable.Repeat("nothing, ", 50_000)) + "]").Problems.Count);

    [Property(MaxTest = 300)]
    public Property Any_text_is_read_or_refused() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Topology.Read(text ?? "").Problems.Count > 0);

    [Property(MaxTest = 300)]
    public bool Any_bytes_are_read_or_refused(byte[] bytes)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bytes);
            return new TopologyReader(Topology.Catalog).ReadFile(file).Problems.Count > 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Property(MaxTest = 1500)]
    public Property A_changed_topology_never_throws() => Prop.ForAll(Mutated().ToArbitrary(), yaml =>
    {
        var reading = Topology.Read(yaml);
        return reading.Spec is not null || reading.Problems.Count > 0;
    });

    [Fact]
    public void The_text_that_is_changed_is_good() => Assert.Empty(Topology.Read(Good).Problems);

    private static Gen<string> Mutated()
    {
        var piece = Gen.Elements("", " ", "\n", "\t", "[", "]", "{", "}", ": ", "- ", "&n ", "*n", "? ", "!t ", "'", "\"", "\\", "|\n", ">", "#", "%", "@", "---\n", "...\n", "${", "${X}", "\u0000", "\ud800", "\u2028", "9", "null", "<<: *n");
        var change = from at in Gen.Choose(0, Good.Length - 1)
                     from length in Gen.Choose(0, 12)
                     from put in piece
                     select (at, length, put);
        return Gen.NonEmptyListOf(change).Select(changes => changes.Take(6).Aggregate(Good, (text, c) =>
        {
            var at = Math.Min(c.at, text.Length);
            return string.Concat(text.AsSpan(0, at), c.put, text.AsSpan(Math.Min(text.Length, at + c.length)));
        }));
    }

    private static void Refused(string yaml, string message)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var reading = Topology.Read(yaml);
        Assert.Null(reading.Spec);
        Assert.Contains(reading.Problems, p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 256L << 20);
    }
}
