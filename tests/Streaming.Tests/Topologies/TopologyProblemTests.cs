using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

public sealed class TopologyProblemTests
{
    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var reading = Topology.Read("""
            name: a/b
            memroy: 2GiB
            sources:
              web: { lines: { paht: x } }
              books: { lnies: { path: missing.txt } }
              more: { lines: { path: [missing.txt] } }
            mix: { weights: { web: 0, magazines: 1, more: 2 } }
            steps:
              - length_filter: { min_len: -5, max_len: ten }
              - fix_everything
            sinks:
              shards: { folder: { path: out } }
              unused: { folder: { path: out2 } }
            dead_letters: { max_ratio: 2 }
            """);
        Assert.Equal(
            [
                "1:7: a name has letters, digits, '-', '_' and '.', 100 at most",
                "2:1: the topology has no 'memroy'; known: name, seed, memory, threads, epoch, media, feedback, feed, dead_letters, sources, source, mix, steps, sinks, sink, rejects (did you mean 'memory'?)",
                "4:17: lines needs 'path': Files to read.",
                "4:19: lines has no 'paht'; known: path, columns (did you mean 'path'?)",
                "5:12: no source is named 'lnies'; `streaming operators` lists them (did you mean 'lines'?)",
                "6:26: no such file: /base/missing.txt",
                "7:17: source 'books' has no weight",
                "7:24: the weight of 'web' must be more than 0",
                "7:27: no source is named 'magazines'",
                "9:31: 'min_len' must be at least 0, not -5",
                "9:44: 'max_len' takes a whole number such as 200, 4k or 1M, not 'ten'",
                "10:5: no step is named 'fix_everything'; `streaming operators` lists them",
                "13:3: nothing is written to sink 'unused': only the first sink takes the main line; send a branch of a route or tee here by 'to: unused'",
                "14:28: 'max_ratio' must be between 0 and 1, not 2",
            ],
            reading.Problems.Select(p => p.ToString()["topology.yaml:".Length..]));
        Assert.Null(reading.Spec);
    }

    [Theory]
    [InlineData("name: t", "the topology needs a source")]
    [InlineData("name: t", "the topology needs a sink")]
    [InlineData("sources: {}", "the topology needs 'name'")]
    [InlineData("sources: {}", "'sources' gives each source a name")]
    [InlineData("source: lines\nsources: { a: lines }", "both 'source' and 'sources'")]
    [InlineData("source: { lines: { path: a }, folder: {} }", "'folder' is a second one")]
    [InlineData("source: folder", "'folder' is a sink, not a source")]
    [InlineData("steps: { length_filter: {} }", "steps are a list")]
    [InlineData("steps: [[]]", "a step is expected")]
    [InlineData("steps: [length_filter: 5]", "length_filter takes options by name: { min_len: …, max_len: … }")]
    [InlineData("steps: [plain_mapper: { x: 1 }]", "plain_mapper has no 'x'")]
    [InlineData("rejects: somewhere", "'rejects' is { path: … }, or off")]
    [InlineData("mix: 5", "'mix' has weights")]
    [InlineData("epoch: 5", "'epoch' takes options")]
    [InlineData("sources: { a/b: lines }", "a name has letters")]
    [InlineData("- a", "a topology has names at its top level")]
    [InlineData("steps: [route: { branches: { a: { when: x == 1 } } }]", "a route needs 'default'")]
    [InlineData("steps: [route: { branches: { a: { when: x == 1 } }, default: b }]", "'default' names no branch: 'b'")]
    [InlineData("steps: [route: { branches: { a: { when: x == 1 } }, default: a }]", "'a' is the default branch: it has no 'when'")]
    [InlineData("steps: [route: { branches: { a: {}, b: {} }, default: b }]", "branch 'a' needs a 'when'")]
    [InlineData("steps: [route: { branches: { a: { to: nowhere } }, default: a }]", "no sink is named 'nowhere'")]
    [InlineData("steps: [route: { branches: { a: { to: [] } }, default: a }]", "'to' is the name of a sink")]
    [InlineData("steps: [route]", "a route needs 'branches'")]
    [InlineData("steps: [tee: { branches: { a: {} } }]", "branch 'a' of a tee needs 'to'")]
    [InlineData("steps: [tee: { branches: { a: { when: x > 1 } } }]", "branch 'a' has no 'when'")]
    [InlineData("sinks: { s: { folder: { path: o } } }\nsteps: [route: { branches: { a: { to: s } }, default: a }, plain_mapper]", "no sample reaches this step")]
    public void What_does_not_fit_together_is_named(string yaml, string message) =>
        Assert.Contains(Topology.Read(yaml).Problems, p => p.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("when: \"text_len >> 1\"", 26, "expected a number")]
    [InlineData("when: text_len >= ", 26, "but it ends")]
    public void A_predicates_error_is_at_its_column(string when, int column, string message)
    {
        var problem = Topology.Read($"steps:\n- route:\n    default: b\n    branches:\n      b: {{}}\n      a:\n        {when}\n").Problems.Single(p => p.Where.Line == 7);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(column, problem.Where.Column);
    }

    [Fact]
    public void Two_outputs_of_one_path_are_refused() =>
        Assert.Contains("have the same path: /base/out", Assert.Single(Topology.Read(Topology.WithSteps("- plain_mapper") + "rejects: { path: out/ }").Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("text_lenght_filter", "text_length_filter")]
    [InlineData("txet", "text")]
    [InlineData("something_else", null)]
    public void The_nearest_name_is_suggested(string typed, string? nearest) =>
        Assert.Equal(nearest, NearestName.Find(typed, ["text_length_filter", "text", "words_num_filter"]));
}
