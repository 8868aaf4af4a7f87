using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Streaming.Rescoring;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Cli.Tests;

/// <summary>Rejects that get another chance: who is kept now is in the table once, whatever happens in between.</summary>
public sealed class RescoreVerbTests : IAsyncLifetime, IDisposable
{
    private const int Documents = 400;

    private readonly TempFolder _folder = new();
    private string _topology = "";

    private string Rejects => Table + ".rejects";

    private string Table => Path.Combine(_folder.Path, "out/docs");

    // Document i has i % 40 words. Every 50th repeats the one 40 before it.
    public async Task InitializeAsync()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Documents; i++)
        {
            var number = i >= 40 && i % 50 == 0 ? i - 40 : i;
            lines.AppendLine($$"""{"id":"d{{i}}","text":"{{string.Join(' ', Enumerable.Range(0, i % 40).Select(w => $"word{number}x{w}"))}}"}""");
        }

        _folder.Write("in.jsonl", lines.ToString());
        _topology = Topology("document_deduplicator");
        Assert.Equal(0, (await RunAsync(20)).Code);
    }

    [Fact]
    public async Task Who_meets_a_lower_bound_comes_into_the_table_once_with_where_it_was()
    {
        Assert.Equal(Ids(words => words >= 20), await IdsAsync());
        var first = await RescoreAsync(10);
        Assert.Equal((0, 1), (first.Code, first.Json["rescored"]!.AsArray().Count));
        Assert.Equal((Count(words => words < 20), Count(words => words is >= 10 and < 20)), ((int)first.Json["rescored"]![0]!["asked"]!, (int)first.Json["rescored"]![0]!["let_in"]!));
        Assert.Equal(Ids(words => words >= 10), await IdsAsync());
        Assert.Equal(
            Ids(words => words is >= 10 and < 20).Select(id => $"{id} rescore:words_num_filter {id}").Order(),
            (await QueryAsync("SELECT id || ' ' || lineage.source || ' ' || lineage.parents[1] FROM $ WHERE lineage.source <> 'source'")).Order());
        Assert.Equal(0, (int)(await RescoreAsync(10)).Json["rescored"]![0]!["let_in"]!);
        Assert.Equal(Count(words => words is >= 5 and < 10), (int)(await RescoreAsync(5)).Json["rescored"]![0]!["let_in"]!);
        Assert.Equal(Ids(words => words >= 5), await IdsAsync());
    }

    [Fact]
    public async Task What_is_in_the_table_already_is_refused_by_the_deduplicator_that_knows_it()
    {
        // The same document came before, long enough; this one was too short by the bound of its day.
        _folder.Write("in.jsonl", File.ReadAllText(Path.Combine(_folder.Path, "in.jsonl")) + """{"id":"late","text":"one two three"}""" + "\n");
        Assert.Equal(0, (await RunAsync(20)).Code);
        _folder.Write("in.jsonl", File.ReadAllText(Path.Combine(_folder.Path, "in.jsonl")) + """{"id":"twin","text":"one two three"}""" + "\n");
        Assert.Equal(0, (await RunAsync(3)).Code);
        Assert.Contains("twin", await IdsAsync());
        var result = await RescoreAsync(3);
        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("late", await IdsAsync());
        Assert.Equal(["document_deduplicator", "words_num_filter"], (await QueryAsync("SELECT operator FROM $ WHERE id = 'late'", Rejects)).Order());
        Assert.Equal(0, (int)(await RescoreAsync(3)).Json["rescored"]![0]!["let_in"]!);
    }

    [Fact]
    public async Task Killed_at_random_it_goes_on_until_each_is_in_once()
    {
        var random = new Random(7);
        var kills = 0;
        for (var exit = 137; exit != 0;)
        {
            exit = await ProcessAsync(kills < 6 ? TimeSpan.FromMilliseconds(700 + random.Next(900)) : null);
            kills += exit == 0 ? 0 : 1;
        }

        Assert.InRange(kills, 1, 6);
        Assert.Equal(Ids(words => words >= 5), await IdsAsync());
    }

    [Fact]
    public async Task Rejects_that_are_merged_into_other_files_in_between_are_known_all_the_same()
    {
        Assert.Equal(0, (await RescoreAsync(10)).Code);
        var merged = (await CommandLine.RunAsync("compact", Rejects, "--min-files", "2", "--json")).Json["tables"]![0]!;
        Assert.InRange((int)merged["parts"]!, 2, 100);
        Assert.Equal((Count(words => words < 10), 0), await CountsAsync(10));
        Assert.Equal((Count(words => words < 10), Count(words => words is >= 5 and < 10)), await CountsAsync(5));
        Assert.Equal(Ids(words => words >= 5), await IdsAsync());
    }

    [Fact]
    public async Task It_runs_beside_the_pipeline_and_neither_fences_the_other()
    {
        var lines = File.ReadAllText(Path.Combine(_folder.Path, "in.jsonl"));
        _folder.Write("in.jsonl", lines + string.Concat(Enumerable.Range(0, 600).Select(i => $$"""{"id":"new{{i}}","text":"{{string.Join(' ', Enumerable.Range(0, 25).Select(w => $"fresh{i}x{w}"))}}"}""" + "\n")));
        var both = await Task.WhenAll(Task.Run(() => RunAsync(20)), Task.Run(() => RescoreAsync(5)));
        Assert.All(both, result => Assert.True(result.Code == 0, result.Error));
        Assert.Equal(Ids(words => words >= 5).Concat(Enumerable.Range(0, 600).Select(i => $"new{i}")).Order(StringComparer.Ordinal), await IdsAsync());
    }

    [Fact]
    public async Task The_pipeline_goes_on_after_it_and_epochs_before_it_are_replayed()
    {
        Assert.Equal(0, (await RescoreAsync(10)).Code);
        Assert.Equal(0, (await RunAsync(20)).Code);
        var again = Path.Combine(_folder.Path, "again");
        var refused = await CommandLine.RunAsync("replay", Table, "--into", again);
        Assert.Equal(2, refused.Code);
        Assert.Contains("re-scored rejects of words_num_filter", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("replay", Table, "--into", again, "--epochs", "..2", "--verify", "--quiet")).Code);
    }

    [Fact]
    public async Task Packs_hold_each_that_was_let_in_once()
    {
        _topology = Topology("sequence_packer: { tokenizer: cl100k_base, max_tokens: 512 }");
        Directory.Delete(Path.Combine(_folder.Path, "out"), recursive: true);
        Assert.Equal(0, (await RunAsync(20)).Code);
        Assert.Equal(0, (await RescoreAsync(10)).Code);
        Assert.Equal(0, (await RescoreAsync(10)).Code);
        Assert.Equal(
            Enumerable.Range(0, Documents).Where(i => i % 40 >= 10).Select(i => $"d{i}").Order(StringComparer.Ordinal),
            (await QueryAsync("SELECT DISTINCT s FROM (SELECT unnest(sample_ids) AS s FROM $)")).Order(StringComparer.Ordinal));
        Assert.Equal(["0"], await QueryAsync("SELECT (count(*) - count(DISTINCT s))::VARCHAR FROM (SELECT unnest(sample_ids) AS s FROM $)"));
    }

    [Fact]
    public async Task What_a_stopped_rescoring_holds_waits_for_it_while_the_pipeline_goes_on()
    {
        _topology = Topology("sequence_packer: { tokenizer: cl100k_base, max_tokens: 100000 }");
        Directory.Delete(Path.Combine(_folder.Path, "out"), recursive: true);
        Assert.Equal(0, (await RunAsync(20)).Code);
        var spec = new TopologyReader(OperatorCatalog.Default).ReadFile(_topology, [Bound(10)]).Spec!;
        var stopped = await Rescore.ExecuteAsync(spec, new(Rejects), new() { MaxEpochs = 1 }, CancellationToken.None);
        Assert.Equal(1, stopped.Operators.Single().Run.Totals.Epochs);

        // The ordinary run neither packs nor forgets what lies open.
        var before = await PackedAsync();
        _folder.Write("in.jsonl", File.ReadAllText(Path.Combine(_folder.Path, "in.jsonl")) + $$"""{"id":"late","text":"{{string.Join(' ', Enumerable.Repeat("word", 25))}}"}""" + "\n");
        Assert.Equal(0, (await RunAsync(20)).Code);
        Assert.Equal([.. before, "late"], await PackedAsync());

        Assert.Equal(0, (await RescoreAsync(10)).Code);
        Assert.Equal(Enumerable.Range(0, Documents).Where(i => i % 40 >= 10).Select(i => $"d{i}").Append("late").Order(StringComparer.Ordinal), await PackedAsync());
    }

    [Theory]
    [InlineData("no rejects of 'alphanumeric_filter'", "--operator", "alphanumeric_filter")]
    [InlineData("no step 'text_length_filter' before", "--from", "text_length_filter")]
    [InlineData("do not go to", "--set", "rejects.path=elsewhere")]
    [InlineData("belongs to pipeline", "--set", "name=other")]
    public async Task What_cannot_be_is_said_before_anything_starts(string message, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(["rescore", Rejects, "--with", _topology, .. arguments]);
        Assert.Equal((2, true), (result.Code, result.Error.Contains(message, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_steps_of_one_name_are_not_told_apart()
    {
        _topology = Topology("words_num_filter: { min_num: 1 }");
        var result = await RescoreAsync(10);
        Assert.Equal((2, true), (result.Code, result.Error.Contains("has 2 steps 'words_num_filter'", StringComparison.Ordinal)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_topology_that_is_steered_and_served_is_rescored_and_its_mix_goes_on()
    {
        var topology = _folder.Write("steered.yaml", """
            name: steered
            sources:
              one: { jsonl: { path: in.jsonl } }
              two: { jsonl: { path: in.jsonl } }
            epoch: { samples: 60 }
            mix: { weights: { one: 2, two: 1 } }
            feedback: { policy: condense, filter: text_length_filter }
            feed: { http_port: 0, flight_port: 0 }
            steps:
              - text_length_filter: { min_len: 0 }
              - words_num_filter: { min_num: 20 }
            sink: { delta: { path: out/steered } }
            """);
        Assert.Equal(0, (await CommandLine.RunAsync("run", topology, "--max-epochs", "3", "--json")).Code);
        var rescored = await CommandLine.RunAsync("rescore", Path.Combine(_folder.Path, "out/steered.rejects"), "--with", topology, "--operator", "words_num_filter", "--set", "steps.1.words_num_filter.min_num=10", "--json");
        Assert.True(rescored.Code == 0, rescored.Error);

        var newest = JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder.Path, "out/steered/_streaming/epochs"), "*.json").Max(StringComparer.Ordinal)!))!;
        Assert.Equal("words_num_filter", (string?)newest["rescored"]![0]);
        Assert.Equal((2, 1), ((int)newest["mix"]!["weights"]!["one"]!, (int)newest["mix"]!["shares"]!["two"]!));
    }

    private string Topology(string last) => _folder.Write("topology.yaml", $$"""
        name: docs
        source: { jsonl: { path: in.jsonl } }
        epoch: { samples: 60 }
        steps:
          - words_num_filter: { min_num: 20 }
          - {{last}}
        sink: { delta: { path: out/docs } }
        """);

    private async Task<(int Asked, int LetIn)> CountsAsync(int words)
    {
        var rescored = (await RescoreAsync(words)).Json["rescored"]![0]!;
        return ((int)rescored["asked"]!, (int)rescored["let_in"]!);
    }

    private async Task<List<string>> PackedAsync() => [.. (await QueryAsync("SELECT unnest(sample_ids) FROM $")).Order(StringComparer.Ordinal)];

    private static string Bound(int words) => $"steps.0.words_num_filter.min_num={words}";

    private Task<CommandResult> RunAsync(int words) => CommandLine.RunAsync("run", _topology, "--set", Bound(words), "--json");

    private Task<CommandResult> RescoreAsync(int words) => CommandLine.RunAsync("rescore", Rejects, "--with", _topology, "--set", Bound(words), "--json");

    private async Task<int> ProcessAsync(TimeSpan? killAfter)
    {
        var cli = Path.Combine(AppContext.BaseDirectory, "Streaming.Cli.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [cli, "rescore", Rejects, "--with", _topology, "--set", Bound(5), "--quiet"]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (killAfter is { } delay)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(delay));
            process.Kill();
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}: {await errors}");
        return process.ExitCode;
    }

    // The filter is asked about repetitions too; what comes of them is the deduplicator's affair.
    private static int Count(Func<int, bool> isMeant) => Enumerable.Range(0, Documents).Count(i => isMeant(i % 40));

    // Of a document and its repetition the first one stays; both are as long.
    private static List<string> Ids(Func<int, bool> isKept) =>
        [.. Enumerable.Range(0, Documents).Where(i => isKept(i % 40) && !(i >= 40 && i % 50 == 0)).Select(i => $"d{i}").Order(StringComparer.Ordinal)];

    private async Task<List<string>> IdsAsync() => [.. (await QueryAsync("SELECT id FROM $")).Order(StringComparer.Ordinal)];

    private async Task<List<string>> QueryAsync(string sql, string? table = null)
    {
        table ??= Table;
        var log = await new DeltaLog(new LocalStore(table), new Streaming.Parquet.Checkpoints.ParquetCheckpointFormat()).ReadAsync(default);
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("$", $"read_parquet([{string.Join(',', log!.Files.Select(f => $"'{Path.Combine(table, f.Path)}'"))}], union_by_name=true)", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
