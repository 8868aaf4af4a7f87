using Streaming.ChatServer;
using Streaming.Models.Operators.Synthesis;
using Streaming.Models.Tests.Generation;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;
using Streaming.Testing;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Any prompt over columns, answers as texts and as checked JSON, on an endpoint and on a model of this machine.</summary>
public sealed class GenerateMapperTests
{
    [Fact]
    public async Task A_prompt_is_filled_from_columns_and_its_answer_is_a_column()
    {
        await using var run = await RunAsync(Make, new GenerateMapperOptions { Prompt = "{{Title}} for {text} in {lang}", SystemPrompt = "You write {lang}.", Into = "title" },
            asked => $"  <{asked.System}|{asked.Prompt}> ", Row("a story", ("lang", "English")));
        Assert.Equal("<You write English.|{Title} for a story in English>", run["title"]);
        Assert.Equal("a story", run.Driver.Texts[0]);
    }

    [Fact]
    public async Task An_answer_of_the_wrong_form_is_shown_to_the_model_and_one_that_stays_wrong_is_a_reject_with_its_text()
    {
        string[] answers = ["I think it is a five.", """Sure: {"score": 9, "tags": ["a"]}""", """```json\n{"score": "4", "tags": ["a", "b"], "kind": "news"}\n```"""];
        await using var run = await RunAsync(
            Make,
            new GenerateMapperOptions { Prompt = "Judge: {text}", ResponseSchema = new Dictionary<string, string> { ["score"] = "integer 1..5", ["tags"] = "string[]", ["kind"] = "news|blog" } },
            asked => asked.Body.ToJsonString().Contains("hopeless", StringComparison.Ordinal) ? "never"
                : asked.Prompt.Contains("The field", StringComparison.Ordinal) ? answers[2]
                : asked.Prompt.Contains("This is not", StringComparison.Ordinal) ? answers[1] : answers[0],
            Row("good", ("n", 1L)), Row("hopeless", ("n", 1L)));

        Assert.Equal((4L, "news"), (run["score"], run["kind"]));
        Assert.Equal(["a", "b"], (object?[])run["tags"]!);
        Assert.Contains("holds no whole JSON value. The answer: never", run.Driver.Rejected.Single().Why.Reason, StringComparison.Ordinal);
        Assert.Equal(6, run.Server.Requests);
        var repair = run.Server.Asked.Last(asked => !asked.Body.ToJsonString().Contains("hopeless", StringComparison.Ordinal)).Prompt;
        Assert.Contains("The field \"score\" is not an integer from 1 to 5.", repair, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_a_reject_and_a_request_that_always_breaks_is_buried()
    {
        await using var run = await ReplyAsync(
            Make, new GenerateMapperOptions { Prompt = "{text}" }, asked => asked.Prompt switch { "bad" => ChatReply.Status(400), "poison" => ChatReply.Status(500), _ => ChatReply.Say("yes") },
            Some.Samples("fine", "bad", "poison", "fine too"));
        Assert.Equal(["s0", "s3"], run.Driver.Out.Select(s => s.Id));
        Assert.Contains("refused: status 400", run.Driver.Rejected.Single().Why.Reason, StringComparison.Ordinal);
        Assert.Equal(2, run.Driver.DeadLetters.Single().Lineage.Position);
    }

    [Fact]
    public async Task Draws_derive_from_the_samples_id_and_a_second_run_asks_nothing()
    {
        using var cache = new TempCache();
        var options = new GenerateMapperOptions { Prompt = "{text}", SamplingParams = new() { Temperature = 0.7 }, CachePath = cache.Path };
        await using var server = await FakeChatServer.StartAsync(asked => ChatReply.Say($"answer {asked.Body["seed"]}"));
        var texts = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await using var driver = await OperatorDriver.OpenAsync(new GenerateMapper(options with { Endpoint = server.Address.AbsoluteUri, Model = "test" }));
            await driver.ApplyAsync("one", "one", "two");
            texts.AddRange(driver.Texts);
            var counts = ((DeviceOperator)driver.Operator).Generations!;
            Assert.Equal(round == 0 ? (3, 0) : (0, 3), (counts.Requests, counts.CacheHits));
        }

        Assert.Equal(texts[..3], texts[3..]);
        Assert.Equal(3, texts.Distinct().Count());
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_decoder_gets_the_whole_window_and_works_on_as_many_rows_as_a_call_may_have()
    {
        using var folder = new TinyDecoder(3, 11, 50);
        var options = new GenerateMapperOptions { Prompt = "{text}", Model = folder.Path, Device = "cpu", BatchSize = 4, WindowBatches = 8, Into = "answer", CacheBytes = new(0), SamplingParams = new() { MaxNewTokens = 40 } };
        var texts = Enumerable.Range(0, 30).Select(i => TinyDecoder.Prompt(i, 1 + (i * 5 % 17))).ToArray();
        await using var driver = await OperatorDriver.OpenAsync(new GenerateMapper(options));
        await driver.ApplyAsync(texts);
        Assert.Equal([30], driver.Calls);

        using var session = Sessions.ModelSession.Load(folder.Path, new() { Device = Sessions.ModelDevice.Cpu });
        var model = session.AsDecoder();
        Assert.Equal(texts.Select(text => model.Complete(text, new() { MaxNewTokens = 40 }).Trim()), driver.Out.Select(sample => (string)sample.Meta["answer"]!));
    }

    [Fact]
    public async Task Lanes_share_a_window_and_beams_go_in_calls()
    {
        using var folder = new TinyDecoder(3, 11, 50);
        var options = new GenerateMapperOptions { Prompt = "{text}", Model = folder.Path, Device = "cpu", BatchSize = 4, CacheBytes = new(0), Replicas = 2, SamplingParams = new() { MaxNewTokens = 5 } };
        var texts = Enumerable.Range(0, 9).Select(i => TinyDecoder.Prompt(i, 3)).ToArray();
        await using var shared = await OperatorDriver.OpenAsync(new GenerateMapper(options));
        await shared.ApplyAsync(texts);
        Assert.Equal([5, 4], shared.Calls);
        await using var beams = await OperatorDriver.OpenAsync(new GenerateMapper(options with { SamplingParams = new() { MaxNewTokens = 5, NumBeams = 2 } }));
        await beams.ApplyAsync(texts);
        Assert.Equal([4, 4, 1], beams.Calls);
    }

    [SkippableFact]
    public async Task A_text_to_text_model_of_this_machine_writes_what_its_golden_says()
    {
        var folder = GoldenFolders.Named("tiny-t5");
        using var session = Sessions.ModelSession.Load(folder, new() { Device = Sessions.ModelDevice.Cpu });
        var model = session.AsTextToText();
        string[] inputs = ["the cat sat on the mat", "it was a dark night and rain fell", "we saw birds"];
        var expected = inputs.Select(text => model.Complete($"fix: {text}", new() { MaxNewTokens = 40 })).ToList();

        await using var driver = await OperatorDriver.OpenAsync(new GenerateMapper(new() { Model = folder, Device = "cpu", Prompt = "fix: {text}", BatchSize = 2, SamplingParams = new() { MaxNewTokens = 40 } }));
        await driver.ApplyAsync(inputs);

        Assert.Equal(expected, driver.Texts);
        Assert.Equal([2, 1], driver.Calls);
        Assert.True(((DeviceOperator)driver.Operator).Generations is { Requests: 3, OutputTokens: > 3, InputTokens: > 10, Cost: 0 });
    }

    [SkippableFact]
    public async Task A_prompt_that_is_too_long_for_a_model_of_this_machine_is_its_samples_matter()
    {
        await using var driver = await OperatorDriver.OpenAsync(new GenerateMapper(new() { Model = GoldenFolders.Named("tiny-llama"), Device = "cpu", Prompt = "{text}", SamplingParams = new() { MaxNewTokens = 4 } }));
        await driver.ApplyAsync("Hello there.", string.Concat(Enumerable.Repeat("word ", 5_000)), "What is it?");
        Assert.Equal(["s1"], driver.DeadLetters.Select(letter => $"s{letter.Lineage.Position}"));
        Assert.Equal(2, driver.Out.Count + driver.Rejected.Count);
    }

    [Theory]
    [InlineData("{text", "open")]
    [InlineData("}", "open")]
    [InlineData("fine", null)]
    public void What_cannot_be_used_is_told_before_the_start(string prompt, string? words)
    {
        var problems = new GenerateMapperOptions { Prompt = prompt, Endpoint = "http://127.0.0.1:1", Model = "m" }.Validate("/").ToList();
        Assert.Equal(words is null, problems.Count == 0);
        Assert.All(problems, problem => Assert.Contains(words!, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_do_not_fit_are_problems_and_columns_that_are_not_there_are_named()
    {
        Assert.Contains(new GenerateMapperOptions { Prompt = "p", Model = "/no/such" }.Validate("/"), p => p.Message.Contains("or give the endpoint", StringComparison.Ordinal));
        Assert.Contains(new GenerateMapperOptions { Prompt = "p", Endpoint = "nowhere", Model = "m" }.Validate("/"), p => p.Option == "endpoint");
        Assert.Contains(new GenerateMapperOptions { Prompt = "p", Endpoint = "http://h" }.Validate("/"), p => p.Option == "model");
        Assert.Contains(new GenerateMapperOptions { Prompt = "p", Endpoint = "http://h", Model = "m", MustMatch = "(" }.Validate("/"), p => p.Option == "must_match");
        Assert.Contains(new GenerateMapperOptions { Prompt = "p", Endpoint = "http://h", Model = "m", ResponseSchema = new Dictionary<string, string> { ["a"] = "float" } }.Validate("/"), p => p.Option == "response_schema");
        var fault = Assert.Throws<BadInputException>(() => new GenerateMapper(new() { Prompt = "{titel}", Endpoint = "http://h", Model = "m" }).Describe(Samples.RowSchema.Text));
        Assert.Contains("'titel'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_the_endpoint_is_an_error_before_the_first_sample() =>
        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new GenerateMapper(new() { Prompt = "p", Endpoint = "http://127.0.0.1:9", Model = "m" })));

    private static GenerateMapper Make(GenerateMapperOptions options) => new(options);

    private sealed class TempCache : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("streaming-cache-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
