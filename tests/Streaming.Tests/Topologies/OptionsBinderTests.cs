using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

public sealed class OptionsBinderTests
{
    [Fact]
    public void What_is_not_given_keeps_its_default()
    {
        var options = Bind("");
        Assert.Equal((3, "none", Colour.Blue), (options.Count, options.Word, options.Colour));
    }

    [Theory]
    [InlineData("count: 4k", 4000)]
    [InlineData("count: 1_000", 1000)]
    [InlineData("count: 2Ki", 2048)]
    [InlineData("count: 1e3", 1000)]
    [InlineData("count: \"12\"", 12)]
    [InlineData("count: -2", -2)]
    public void Whole_numbers_may_have_suffixes(string yaml, int expected) => Assert.Equal(expected, Bind(yaml).Count);

    [Theory]
    [InlineData("max_bytes: 4096", 4096)]
    [InlineData("max_bytes: 512MiB", 512L << 20)]
    public void A_number_of_bytes_may_have_its_unit(string yaml, long expected) => Assert.Equal(expected, Bind(yaml).MaxBytes);

    [Theory]
    [InlineData("linger_ms: 250", 250)]
    [InlineData("linger_ms: 250ms", 250)]
    [InlineData("linger_ms: 2s", 2000)]
    public void A_number_of_milliseconds_may_have_its_unit(string yaml, int expected) => Assert.Equal(expected, Bind(yaml).LingerMs);

    [Theory]
    [InlineData("wait: 30s", 30_000)]
    [InlineData("wait: 1500ms", 1500)]
    [InlineData("wait: 45", 45_000)]
    [InlineData("wait: 1m", 60_000)]
    [InlineData("wait: 1.5s", 1500)]
    public void Durations_have_units(string yaml, double milliseconds) => Assert.Equal(milliseconds, Bind(yaml).Wait.TotalMilliseconds);

    [Theory]
    [InlineData("memory: 512MiB", 512L << 20)]
    [InlineData("memory: 2GB", 2_000_000_000)]
    [InlineData("memory: 1.5 GiB", 3L << 29)]
    [InlineData("memory: 77", 77)]
    public void Sizes_have_units(string yaml, long bytes) => Assert.Equal(bytes, Bind(yaml).Memory.Bytes);

    [Fact]
    public void Numbers_enums_and_flags_are_bound()
    {
        var options = Bind("{ flag: true, ratio: 0.25, small: 1, seed: 18446744073709551615, colour: dark_red, normalization: nfkc, lower: abc }");
        Assert.Equal((true, 0.25, 1f, ulong.MaxValue, Colour.DarkRed, "nfkc", "abc"), (options.Flag, options.Ratio, options.Small, options.Seed, options.Colour, options.Normalization, options.Lower));
    }

    [Fact]
    public void Null_is_a_value_of_nullable_options_only()
    {
        Assert.Null(Bind("limit: null").Limit);
        Assert.Equal("opts:1:8: 'count' takes a whole number such as 200, 4k or 1M, not nothing", Problem("count: null"));
    }

    [Fact]
    public void Lists_maps_and_records_nest()
    {
        var options = Bind("sizes: [3, 4]\nweights: { a: 0.5, b: 1 }\ninner: { depth: 2, note: x }\nlayers:\n- { depth: 1 }\n- { depth: 2 }\n");
        Assert.Equal([3, 4], options.Sizes);
        Assert.Equal([new("a", 0.5), new("b", 1)], options.Weights);
        Assert.Equal(new() { Depth = 2, Note = "x" }, options.Inner);
        Assert.Equal([1, 2], options.Layers.Select(l => l.Depth));
    }

    [Fact]
    public void A_single_value_is_a_list_of_one()
    {
        Assert.Equal([5], Bind("sizes: 5").Sizes);
        Assert.Equal([8], Bind("layers: { depth: 8 }").Layers.Select(l => l.Depth));
    }

    [Fact]
    public void Paths_start_from_the_topologys_folder()
    {
        var options = Bind("model: models/quality\nlists: [a.txt, /b.txt, \"s3://c/d\"]");
        Assert.Equal("/base/models/quality", options.Model);
        Assert.Equal(["/base/a.txt", "/b.txt", "s3://c/d"], options.Lists);
    }

    [Fact]
    public void The_name_of_something_built_in_is_no_path() => Assert.Equal("built_in", Bind("model: built_in").Model);

    [Theory]
    [InlineData("colour: blu", "opts:1:9: 'colour' takes one of dark_red, blue, not 'blu' (did you mean 'blue'?)")]
    [InlineData("flag: yes", "opts:1:7: 'flag' takes true or false, not 'yes'")]
    [InlineData("ratio: 1.5", "opts:1:8: 'ratio' must be between 0 and 1, not 1.5")]
    [InlineData("ratio: NaN", "opts:1:8: 'ratio' takes a number such as 0.5, not 'NaN'")]
    [InlineData("count: 3000000000", "opts:1:8: 'count' takes a whole number such as 200, 4k or 1M, not '3000000000'")]
    [InlineData("count: 1.5", "opts:1:8: 'count' takes a whole number such as 200, 4k or 1M, not '1.5'")]
    [InlineData("wait: 2h", "opts:1:7: 'wait' must be between 1 and 60, not 2h")]
    [InlineData("sizes: [1, 12]", "opts:1:12: 'sizes' must be between 1 and 9, not 12")]
    [InlineData("normalization: nfd", "opts:1:16: 'normalization' must be one of nfc, nfkc, not 'nfd' (did you mean 'nfc'?)")]
    [InlineData("weights: 3", "opts:1:10: 'weights' takes names with values (number), not '3'")]
    [InlineData("word: [a]", "opts:1:7: 'word' takes a string, not a list")]
    [InlineData("cuont: 3", "opts:1:1: opts has no 'cuont'; known: ", "(did you mean 'count'?)")]
    [InlineData("inner: {}", "opts:1:8: 'inner' needs 'depth': A depth.")]
    [InlineData("lower: ABC", "opts:1:8: The field lower must match the regular expression '^[a-z]+$'.")]
    public void A_value_that_does_not_fit_is_named_with_its_place(string yaml, string start, string end = "")
    {
        var problem = Problem(yaml);
        Assert.StartsWith(start, problem, StringComparison.Ordinal);
        Assert.EndsWith(end, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_reported_at_once() => Assert.Equal(4, BindWithProblems("{ flag: 1, count: x, ratio: 2, nothing: 3 }").Problems.Count);

    [Fact]
    public void Options_that_contradict_each_other_are_reported_at_the_one_they_name()
    {
        var (_, problems) = OptionsBinder.Bind(Topology.Catalog.Find(OperatorRole.Step, "length_filter")!, "max_len: 5\nmin_len: 50", "/base");
        Assert.Equal("length_filter:2:10: min_len is above max_len", Assert.Single(problems).ToString());
    }

    private static (EverythingOptions? Options, IReadOnlyList<TopologyProblem> Problems) BindWithProblems(string yaml)
    {
        var (options, problems) = OptionsBinder.Bind(Topology.Catalog.Find(OperatorRole.Step, "everything_mapper")!, yaml, "/base");
        return ((EverythingOptions?)options, problems);
    }

    private static EverythingOptions Bind(string yaml)
    {
        var (options, problems) = BindWithProblems(yaml);
        Assert.Empty(problems);
        return options!;
    }

    private static string Problem(string yaml) =>
        Assert.Single(BindWithProblems(yaml).Problems).ToString().Replace("everything_mapper", "opts", StringComparison.Ordinal);
}
