using System.Text.Json.Nodes;

namespace Streaming.Cli.Tests;

public sealed class TrainNgramVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("m.arpa")]
    [InlineData("m.arpa.gz")]
    public async Task A_model_is_trained_and_a_run_filters_by_it(string name)
    {
        Write("own.jsonl", 300, ["harbour", "boat", "quay", "morning", "tide"], seed: 1);
        Write("mixed.jsonl", 10, ["harbour", "boat", "quay", "morning", "tide"], seed: 2);
        File.AppendAllText(Path.Combine(_folder.Path, "mixed.jsonl"), "{\"body\": \"stack heap loop pointer thread\", \"id\": \"odd\"}\n");
        var model = Path.Combine(_folder.Path, name);

        var trained = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "own.jsonl"), "--text-key", "body", "--order", "3", "--out", model, "--json");

        Assert.True(trained.Code == 0, trained.Error);
        Assert.Equal(("completed", 300L), (trained.Json["status"]!.GetValue<string>(), trained.Json["samples"]!.GetValue<long>()));
        Assert.Equal(8, trained.Json["ngrams"]![0]!.GetValue<long>());
        Assert.Equal(3, trained.Json["ngrams"]!.AsArray().Count);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Path), entry => Path.GetFileName(entry).StartsWith('.'));
        var topology = _folder.Write("run.yaml", $$"""
            name: own
            source: { jsonl: { path: mixed.jsonl, columns: { text: body } } }
            steps:
              - perplexity_filter: { model: {{name}}, tokenizer: none, max_ppl: 12 }
            sink: { jsonl: { path: out } }
            """);
        var run = await CommandLine.RunAsync("run", topology, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal((11, 10), (run.Json["samples"]!["in"]!.GetValue<int>(), run.Json["samples"]!["out"]!.GetValue<int>()));
    }

    [Fact]
    public async Task With_files_elsewhere_the_model_is_still_made_beside_its_place()
    {
        Write("own.jsonl", 30, ["a", "b"], seed: 1);
        var (scratch, model) = (Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere")).FullName, Path.Combine(_folder.Path, "m.arpa"));
        var trained = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "own.jsonl"), "--text-key", "body", "--out", model, "--scratch", scratch);

        Assert.True(trained.Code == 0, trained.Error);
        Assert.True(File.Exists(model));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Path), entry => Path.GetFileName(entry).StartsWith('.'));
        var refused = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "own.jsonl"), "--text-key", "body", "--out", scratch);
        Assert.Equal(2, refused.Code);
        Assert.Contains("is a folder", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--order", "9", "order")]
    [InlineData("--prune", "1", "Single words")]
    [InlineData("--memory", "much", "--memory")]
    [InlineData("--tokenizer", "no/such.model", "no/such.model")]
    public async Task What_cannot_be_done_is_told_and_nothing_is_written(string option, string value, string says)
    {
        Write("own.jsonl", 3, ["a", "b"], seed: 1);
        var model = Path.Combine(_folder.Path, "m.arpa");

        var trained = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "own.jsonl"), "--text-key", "body", "--out", model, option, value);

        Assert.Equal(2, trained.Code);
        Assert.Contains(says, trained.Error, StringComparison.Ordinal);
        Assert.Equal(["own.jsonl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_told()
    {
        Write("own.jsonl", 3, ["a", "b"], seed: 1);

        var trained = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "own.jsonl"), "--text-key", "nothing", "--out", Path.Combine(_folder.Path, "m.arpa"));

        Assert.Equal(2, trained.Code);
        Assert.Contains("'nothing'", trained.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_without_words_leave_the_old_model_in_its_place()
    {
        _folder.Write("empty.jsonl", "{\"text\": \"\"}\n");
        var model = _folder.Write("m.arpa", "the old one");

        var trained = await CommandLine.RunAsync("train-ngram", Path.Combine(_folder.Path, "empty.jsonl"), "--out", model);

        Assert.Equal(2, trained.Code);
        Assert.Equal("the old one", File.ReadAllText(model));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, int count, string[] words, int seed)
    {
        var random = new Random(seed);
        _folder.Write(name, string.Concat(Enumerable.Range(0, count).Select(i => new JsonObject
        {
            ["body"] = string.Join(' ', Enumerable.Range(0, 6).Select(_ => words[random.Next(words.Length)])),
            ["id"] = $"{name}{i}",
        }.ToJsonString() + "\n")));
    }
}
