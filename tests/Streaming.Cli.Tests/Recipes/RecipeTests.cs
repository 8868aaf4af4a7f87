using System.Text.Json.Nodes;

namespace Streaming.Cli.Tests.Recipes;

public sealed class RecipeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RecipeTests()
    {
        _folder.Write("data/a.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"body\": \"first {i}\", \"id\": \"a{i}\"}}\n")) + "{\"body\": null, \"id\": \"none\"}\n");
        _folder.Write("data/b.csv", "id,body\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"b{i},second {i}\n")));
    }

    [Fact]
    public async Task A_recipe_is_run_as_it_is()
    {
        var recipe = _folder.Write("recipe.yaml", """
            project_name: my first recipe
            dataset_path: data/a.jsonl
            text_keys: [body]
            export_path: out/kept.jsonl
            np: 2
            op_fusion: true
            use_checkpoint: true
            open_tracer: false
            process:
              - text_length_filter: { min_len: 3, max_len: null, batch_size: 100, num_proc: 4, text_key: body }
              - general_fused_op:
                  fused_op_list:
                    - whitespace_normalization_mapper
                    - - document_deduplicator: { lowercase: true }
            """);

        var run = await CommandLine.RunAsync("run", recipe, "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("my-first-recipe", run.Json["pipeline"]!.GetValue<string>());
        Assert.Equal(["text_length_filter", "whitespace_normalization_mapper", "document_deduplicator"], run.Json["operators"]!.AsArray().Select(o => o!["name"]!.GetValue<string>()));
        Assert.Equal(10, run.Json["samples"]!["out"]!.GetValue<int>());
        Assert.Equal(10, Rows("out/kept.jsonl").Count);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "out/kept.jsonl.rejects")));
        Assert.Contains($"{recipe}:10:3: warning: settings without a counterpart, which are ignored: of operators: batch_size, num_proc", run.Error, StringComparison.Ordinal);

        var again = await CommandLine.RunAsync("replay", Path.Combine(_folder.Path, "out/kept.jsonl"), "--into", Path.Combine(_folder.Path, "again"), "--verify", "--json");
        Assert.True(again.Code == 0, again.Error);
    }

    [Fact]
    public async Task The_json_of_messages_comes_by_itself_where_an_operator_needs_it()
    {
        _folder.Write("data/traces.jsonl", """
            {"text": "", "messages": [{"role": "user", "content": [{"type": "text", "text": "Look"}]}, {"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "search", "arguments": {"n": 1}}}]}]}
            {"text": "", "messages": [{"role": "user", "content": "Bye"}]}
            """);
        var recipe = _folder.Write("recipe.yaml", """
            dataset_path: data/traces.jsonl
            export_path: out/all.jsonl
            process:
              - agent_dialog_normalize_mapper: { user_label: U }
              - agent_tool_type_mapper
            """);

        var run = await CommandLine.RunAsync("run", recipe, "--json");

        Assert.True(run.Code == 0, run.Error);
        var rows = Rows("out/all.jsonl").ConvertAll(line => JsonNode.Parse(line)!);
        Assert.Equal(["U: Look\n\nAssistant: [Tool calls: search]", "U: Bye"], rows.Select(row => row["text"]!.GetValue<string>()));
        Assert.Equal(["search", null], rows.Select(row => row["__dj__meta__"]!["primary_tool_type"]?.GetValue<string>()));
    }

    [Fact]
    public async Task Weights_are_shares_and_data_sets_come_one_after_the_other()
    {
        var recipe = _folder.Write("recipe.yaml", """
            dataset_path: 0.25 ./data/a.jsonl 'data/b.csv'
            text_keys: body
            export_path: out/all.parquet
            process: []
            """);

        var run = await CommandLine.RunAsync("run", recipe, "--json");
        var import = await CommandLine.RunAsync("import-recipe", recipe);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal((20, 13), (run.Json["samples"]!["in"]!.GetValue<int>(), run.Json["samples"]!["out"]!.GetValue<int>()));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "out/all.parquet"), "*.parquet"));
        Assert.Contains("order: sequence", import.Out, StringComparison.Ordinal);
        Assert.Contains("select_ratio: 0.25", import.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_sets_may_be_configured_with_a_number_of_samples()
    {
        var recipe = _folder.Write("recipe.yaml", """
            dataset:
              max_sample_num: 8
              configs:
                - { type: local, path: data/a.jsonl, weight: 0.75 }
                - { type: local, path: data/b.csv, weight: 0.25 }
            text_keys: body
            export_path: out/all.jsonl
            process:
              - text_length_filter: { min_len: 3 }
            """);

        Assert.Equal(0, (await CommandLine.RunAsync("run", recipe, "--quiet")).Code);

        // Of the first the shuffled order, then of the second: one after the other.
        var ids = Rows("out/all.jsonl").Select(r => System.Text.Json.Nodes.JsonNode.Parse(r)!["id"]!.GetValue<string>()).ToList();
        Assert.Equal("aaaaaabb", string.Concat(ids.Select(id => id[0])));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_its_place_and_nothing_starts()
    {
        var recipe = _folder.Write("recipe.yaml", """
            dataset_path: data/a.jsonl
            export_path: out.tfrecord
            hpo_config: some.yaml
            expot_type: jsonl
            executor_type: ray
            process:
              - text_lenght_filter: { min_len: 3 }
              - words_num_filter: { min_nmu: 3 }
              - video_tagging_from_nowhere_mapper:
              - text_lenght_filter
            """);

        var run = await CommandLine.RunAsync("run", recipe);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{recipe}:7:5: 2 operators of this recipe do not exist here: text_lenght_filter (line 7, did you mean 'text_length_filter'?), video_tagging_from_nowhere_mapper (line 9", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{recipe}:8:25: words_num_filter has no 'min_nmu'", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{recipe}:2:14: samples cannot be exported as 'tfrecord'", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{recipe}:3:1: warning: settings without a counterpart, which are ignored: hpo_config (line 3), expot_type (line 4, did you mean 'export_type'?), executor_type (line 5)", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "out.tfrecord")));
    }

    [Theory]
    [InlineData("dataset_path: data/none.jsonl", ":1:15: there is no file or folder 'data/none.jsonl'")]
    [InlineData("dataset_path: 0 data/a.jsonl", "must be more than 0")]
    [InlineData("dataset_path: recipe.yaml", "has no file that can be read")]
    [InlineData("dataset: { configs: [{ type: remote, path: a/b }] }", ":1:30: a dataset of type 'remote' cannot be read")]
    [InlineData("generated_dataset_config: { type: OtherFormatter, length: 3 }", "EmptyFormatter")]
    [InlineData("np: 2", "needs dataset_path")]
    public async Task An_input_that_cannot_be_read_is_named(string input, string says)
    {
        var recipe = _folder.Write("recipe.yaml", $"{input}\nprocess: [text_length_filter]\n");

        var validate = await CommandLine.RunAsync("validate", recipe);

        Assert.Equal(2, validate.Code);
        Assert.Contains(says, validate.Error, StringComparison.Ordinal);
        Assert.Single(validate.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_imported_topology_gives_what_the_recipe_gives_wherever_it_lies()
    {
        var recipe = _folder.Write("recipe.yaml", """
            dataset_path: data
            suffixes: csv
            text_keys: body
            export_path: out/recipe.jsonl
            export_shard_size: 1000000
            skip_op_error: false
            process:
              - replace_content_mapper: { pattern: "s(e)c", repl: "${1}: \\1 # 'x'" }
              - text_length_filter: { min_len: 5 }
            """);
        var into = Path.Combine(_folder.Path, "topologies/deep/imported.yaml");

        var import = await CommandLine.RunAsync("import-recipe", recipe, "--into", into);
        Assert.True(import.Code == 0, import.Error);
        Assert.Equal(2, (await CommandLine.RunAsync("import-recipe", recipe, "--into", into)).Code);
        Assert.True((await CommandLine.RunAsync("validate", into)).Code == 0, File.ReadAllText(into));
        Assert.Equal(0, (await CommandLine.RunAsync("run", recipe, "--quiet")).Code);
        var expected = Rows("out/recipe.jsonl");
        Directory.Move(Path.Combine(_folder.Path, "out"), Path.Combine(_folder.Path, "of-recipe"));
        Assert.Equal(0, (await CommandLine.RunAsync("run", into, "--quiet")).Code);

        Assert.Equal(10, expected.Count);
        Assert.Equal(expected.Select(Text), Rows("out/recipe.jsonl").Select(Text));
        Assert.Equal("${1}: e # 'x'ond 0", Text(expected[0]));
    }

    [Fact]
    public async Task A_topology_is_no_recipe()
    {
        using var documents = new Documents(1);

        var result = await CommandLine.RunAsync("import-recipe", documents.Topology);

        Assert.Equal(2, result.Code);
        Assert.Contains("no recipe of Data-Juicer", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(string row) => System.Text.Json.Nodes.JsonNode.Parse(row)!["text"]!.GetValue<string>();

    private List<string> Rows(string folder) =>
        [.. Directory.GetFiles(Path.Combine(_folder.Path, folder), "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)];
}
