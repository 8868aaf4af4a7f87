using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Tests.Topologies;

public sealed class TopologyReaderTests
{
    private const string Sources = "name: t\nsources: { a: { lines: { path: a } }, b: { lines: { path: b } } }\nsink: { folder: { path: out } }\n";

    private const string Whole = """
        name: web-and-books
        seed: 17
        memory: 2GiB
        epoch: { every: 30s, samples: 5k, bytes: 1MiB }
        sources:
          web:
            lines: { path: [a.txt, b.txt], columns: { text: body } }
            steps:
              - plain_mapper
          books:
            lines: { path: books.txt }
        mix:
          weights: { web: 0.7, books: 0.3 }
          unit: tokens
        steps:
          - length_filter: { min_len: 200 }
          - plain_mapper
        sinks:
          shards: { folder: { path: out/shards/ } }
        rejects: { path: out/refused }
        dead_letters: { max_ratio: 0.1 }
        """;

    private const string Small = "name: t\nsource: { lines: { path: in.txt } }\nsink: { folder: { path: out } }\n";

    [Fact]
    public void A_whole_topology_is_read()
    {
        var spec = Topology.Spec(Whole);
        Assert.Equal(("web-and-books", 17UL, 2L << 30), (spec.Name, spec.Seed, spec.Memory!.Value.Bytes));
        Assert.Equal(new(TimeSpan.FromSeconds(30), 5000, ByteSize.MiB(1)), spec.Epoch);
        Assert.Equal(["web", "books"], spec.Sources.Select(s => s.Name));
        Assert.Equal(["plain_mapper"], spec.Sources[0].Steps.OfType<OperatorStep>().Select(s => s.Operator.Name));
        Assert.Equal((MixUnit.Tokens, 0.7), (spec.Mix!.Unit, spec.Mix.Weights["web"]));
        Assert.Equal(["length_filter", "plain_mapper"], spec.Steps.OfType<OperatorStep>().Select(s => s.Operator.Name));
    }

    [Fact]
    public void An_operator_is_made_with_its_options() =>
        Assert.Equal(["a.txt", "b.txt"], Assert.IsType<LinesSource>(Topology.Spec(Whole).Sources[0].Source.Create()).Options.Path);

    [Fact]
    public void An_operator_knows_its_place() => Assert.Equal(new(16, 5), Topology.Spec(Whole).Steps[0].Where);

    [Fact]
    public void Side_tables_lie_beside_the_primary_one()
    {
        var spec = Topology.Spec(Small);
        Assert.Equal(("/base/out.rejects", "/base/out.dead_letters"), (spec.RejectsPath, spec.DeadLettersPath));
    }

    [Fact]
    public void A_last_slash_does_not_put_side_tables_inside() => Assert.Equal("/base/out/shards.dead_letters", Topology.Spec(Whole).DeadLettersPath);

    [Fact]
    public void A_sinks_path_is_absolute() => Assert.Equal("/base/out", ((Sink)Topology.Spec(Small).Sinks[0].Sink.Create()).Path);

    [Fact]
    public void Rejects_and_dead_letters_may_go_to_a_sink_of_their_own()
    {
        var spec = Topology.Spec(Small + "rejects: { folder: { path: r } }\ndead_letters: { folder: { path: d }, max_ratio: 0.2 }\n");
        Assert.Equal(("/base/r", "folder", "/base/d", "folder", 0.2), (spec.RejectsPath, spec.RejectsSink!.Name, spec.DeadLettersPath, spec.DeadLettersSink!.Name, spec.MaxDeadLetterRatio));
        Assert.Equal(Topology.Spec(Small + "dead_letters: { max_ratio: 0.2 }\n").Hash, spec.Hash);
    }

    [Fact]
    public void Rejects_can_be_dropped() => Assert.Null(Topology.Spec(Small + "rejects: off\n").RejectsPath);

    [Fact]
    public void A_single_source_and_sink_have_the_names_of_their_words()
    {
        var spec = Topology.Spec(Small);
        Assert.Equal(("source", "sink"), (spec.Sources[0].Name, spec.Sinks[0].Name));
    }

    [Fact]
    public void Variables_come_from_the_environment() =>
        Assert.Equal("/base/there/x", PathWith("\"${WHERE}/x\"", new() { ["WHERE"] = "there" }));

    [Fact]
    public void A_variable_may_have_a_default() => Assert.Equal("/base/here", PathWith("\"${WHERE:-here}\"", []));

    [Fact]
    public void Two_dollars_stand_for_one() => Assert.Equal("/base/${WHERE}", PathWith("\"$${WHERE}\"", []));

    [Fact]
    public void A_missing_variable_is_a_problem_at_its_place()
    {
        var reading = Topology.Read(Small.Replace("path: out", "path: \"a/${GONE}\"", StringComparison.Ordinal));
        Assert.Equal("topology.yaml:3:28: the environment variable GONE is not set; set it, or write ${GONE:-default}", Assert.Single(reading.Problems).ToString());
    }

    [Theory]
    [InlineData("steps.0.length_filter.min_len=50", 50, 10_000)]
    [InlineData("steps.0.length_filter.max_len=90", 5, 90)]
    [InlineData("steps.0.length_filter={ min_len: 7, max_len: 8 }", 7, 8)]
    public void A_value_can_be_overridden(string set, int min, int max)
    {
        var spec = Topology.Spec(Topology.WithSteps("- length_filter: { min_len: 5 }"), set);
        Assert.Equal(new LengthFilterOptions { MinLen = min, MaxLen = max }, ((OperatorStep)spec.Steps[0]).Operator.Options);
    }

    [Fact]
    public void A_bare_name_can_be_given_options()
    {
        var spec = Topology.Spec(Topology.WithSteps("- length_filter"), "steps.0.length_filter.min_len=9");
        Assert.Equal(9, ((LengthFilterOptions)((OperatorStep)spec.Steps[0]).Operator.Options!).MinLen);
    }

    [Fact]
    public void A_section_that_the_file_leaves_out_can_be_set() => Assert.Equal(12, Topology.Spec(Small, "epoch.samples=12").Epoch.Samples);

    [Fact]
    public void Overrides_may_use_variables() =>
        Assert.Equal("/base/x", Topology.Read(Small, new Dictionary<string, string> { ["V"] = "x" }, "sink.folder.path=${V}").Spec?.Sinks.Select(s => ((Sink)s.Sink.Create()).Path).Single());

    [Theory]
    [InlineData("steps.0.lenght_filter.min_len=5", "--set:1:9: there is no 'lenght_filter' here; known: length_filter (did you mean 'length_filter'?)")]
    [InlineData("steps.0.length_filter.min_lne=5", "--set:1:23: length_filter has no 'min_lne'; known: min_len, max_len (did you mean 'min_len'?)")]
    [InlineData("steps.3.length_filter.min_len=5", "--set:1:7: '3' is no place of a list of 1; the first one is 0")]
    [InlineData("steps.0.length_filter.min_len=x", "--set:1:31: 'min_len' takes a whole number such as 200, 4k or 1M, not 'x'")]
    [InlineData("nonsense", "--set:1:1: 'nonsense' is not of the form path=value")]
    [InlineData("name.x=1", "--set:1:6: 'x' leads nowhere: what is before it has no such part (did you mean 't'?)")]
    public void An_override_that_leads_nowhere_is_a_problem(string set, string expected) =>
        Assert.Equal(expected, Assert.Single(Topology.Read(Topology.WithSteps("- length_filter: { min_len: 5 }"), set).Problems).ToString());

    [Fact]
    public void A_recipe_is_known_by_its_process_and_its_problems_have_its_places()
    {
        var problems = Topology.Read("project_name: x\nprocess:\n- text_length_filter:\n    min_len: 3\n").Problems.Select(p => p.ToString()).ToList();

        Assert.Contains(problems, p => p.Contains("1:1: the recipe needs dataset_path", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("3:3: 1 operator of this recipe does not exist here: text_length_filter (line 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.jsonl", "1 a.jsonl")]
    [InlineData("0.3 a.jsonl 0.7 'b c.jsonl' d", "0.3 a.jsonl|0.7 b c.jsonl|1 d")]
    [InlineData("  .5   \"x y\"/z  ", "0.5 x y/z")]
    [InlineData("2024 2025", "2024 2025")]
    public void A_data_sets_path_is_read_with_its_weights(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', DatasetPath.Parse(text, default).Select(p => System.FormattableString.Invariant($"{p.Weight} {p.Path}"))));

    [Fact]
    public void Sources_may_come_in_sequence_without_weights()
    {
        Assert.Equal(MixOrder.Sequence, Topology.Spec(Sources + "mix: { order: sequence }").Mix!.Order);
        Assert.Contains("have no weights", Assert.Single(Topology.Read(Sources + "mix: { order: sequence, weights: { a: 1, b: 1 } }").Problems).Message, StringComparison.Ordinal);
        Assert.Contains("needs 'weights'", Assert.Single(Topology.Read(Sources + "mix: { unit: samples }").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mix_says_more_than_weights()
    {
        var mix = Topology.Spec(Sources + "mix: { temperature: 2, sizes: { a: 100, b: 10 }, upsample: { b: 2.5 }, epochs: { a: 2 }, exhausted: repeat, synthetic: { sources: [b], max_ratio: 0.5 } }").Mix!;
        Assert.Equal((2.0, MixExhausted.Repeat, 2, 3), (mix.Temperature, mix.Exhausted, mix.EpochsOf("a"), mix.EpochsOf("b")));
        Assert.Equal((0.5, "b"), (mix.Synthetic!.MaxRatio, Assert.Single(mix.Synthetic.Sources)));
        Assert.Equal(0.25, Topology.Spec(Sources + "mix: { proportion: { a: 0.25 }, weights: { b: 1 } }").Mix!.Proportion["a"]);
    }

    [Theory]
    [InlineData("mix: { proportion: { a: 1 }, weights: { b: 1 } }", "leave nothing")]
    [InlineData("mix: { weights: { a: 1, b: 1 }, epochs: { c: 2 } }", "no source is named 'c'")]
    [InlineData("mix: { weights: { a: 1, b: 1 }, upsample: { a: 0 } }", "the upsample of 'a' must be more than 0")]
    [InlineData("mix: { weights: { a: 1, b: 1 }, synthetic: { sources: [c], max_ratio: 1 } }", "no source is named 'c'")]
    [InlineData("mix: { order: sequence, temperature: 2 }", "have no weights")]
    public void A_mix_that_does_not_fit_its_sources_is_refused(string mix, string problem) =>
        Assert.Contains(Topology.Read(Sources + mix).Problems, p => p.Message.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_missing_file_is_a_problem() =>
        Assert.Equal("/nowhere/x.yaml:1:1: no such file", Assert.Single(new TopologyReader(Topology.Catalog).ReadFile("/nowhere/x.yaml").Problems).ToString());

    [Fact]
    public void A_file_gives_its_folder_to_paths()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "t.yaml");
            File.WriteAllText(file, "\uFEFF" + Small);
            var spec = new TopologyReader(Topology.Catalog).ReadFile(file).Spec!;
            Assert.Equal((folder.FullName, file), (spec.BaseFolder, spec.File));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Routes_and_tees_are_read()
    {
        var spec = Topology.Spec("""
            name: t
            source: { lines: { path: in.txt } }
            steps:
              - route:
                  branches:
                    long: { when: "text_len >= 1000", steps: [plain_mapper], to: archive }
                    rest: { steps: [plain_mapper, plain_mapper] }
                  default: rest
              - tee: { branches: { copy: { steps: [plain_mapper], to: audit } } }
            sinks:
              shards: { folder: { path: out } }
              archive: { folder: { path: archive } }
              audit: { lines: { path: audit } }
            """);
        var route = Assert.IsType<RouteStep>(spec.Steps[0]);
        Assert.Equal([("long", "text_len >= 1000", 1, "archive"), ("rest", null, 2, null)], route.Branches.Select(b => (b.Name, b.When?.Text, b.Steps.Count, b.To)));
        Assert.Equal("audit", Assert.Single(Assert.IsType<TeeStep>(spec.Steps[1]).Branches).To);
    }

    private static string PathWith(string path, Dictionary<string, string> environment)
    {
        var reading = Topology.Read(Small.Replace("path: out", $"path: {path}", StringComparison.Ordinal), environment);
        Assert.Empty(reading.Problems);
        return ((Sink)reading.Spec!.Sinks[0].Sink.Create()).Path;
    }
}
