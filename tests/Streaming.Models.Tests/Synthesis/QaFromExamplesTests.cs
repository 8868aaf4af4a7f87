using Streaming.Models.Operators.Synthesis.Questions;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Conversations like given ones, and none that repeats one of them.</summary>
public sealed class QaFromExamplesTests : IDisposable
{
    private readonly string _seeds = Path.Combine(AppContext.BaseDirectory, "seeds.jsonl");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-seeds-");

    [Fact]
    public async Task A_conversation_becomes_messages_and_its_last_question_and_answer_columns()
    {
        await using var run = await RunAsync(
            Make, new GenerateQaFromExamplesOptions { SeedFile = _seeds, ExampleNum = 2 }, _ => "### Question\nWhere do geese sleep?\n### Answer\nOn the water.\n### Question\nAlways?\n### Answer\nMostly.", Row("whatever", ("topic", "")));
        Assert.Equal(("Always?", "Mostly."), (run["query"], run["response"]));
        Assert.Equal([new ChatTurn("user", "Where do geese sleep?"), new ChatTurn("assistant", "On the water."), new ChatTurn("user", "Always?"), new ChatTurn("assistant", "Mostly.")], run.Driver.Out[0].Messages);
        Assert.Equal("whatever", run.Driver.Texts[0]);
    }

    [Fact]
    public async Task Which_examples_are_shown_follows_from_the_id_and_differs_between_samples()
    {
        var prompts = new List<List<string>>();
        for (var round = 0; round < 2; round++)
        {
            await using var run = await RunAsync(Make, new GenerateQaFromExamplesOptions { SeedFile = _seeds, ExampleNum = 2, MaxConcurrency = 1 }, _ => "### Question\nq?\n### Answer\na.", Some.Samples([.. Enumerable.Repeat("", 12)]));
            prompts.Add([.. run.Server.Asked.Select(asked => asked.Prompt).Order(StringComparer.Ordinal)]);
            Assert.Equal(12, run.Driver.Out.Count);
        }

        Assert.Equal(prompts[0], prompts[1]);
        Assert.InRange(prompts[0].Distinct().Count(), 3, 12);
        Assert.All(prompts[0], prompt => Assert.Equal(2, prompt.Split("An example:").Length - 1));
    }

    [Fact]
    public async Task What_repeats_an_example_is_a_reject_with_how_like_it_is()
    {
        await using var run = await RunAsync(
            Make, new GenerateQaFromExamplesOptions { SeedFile = _seeds, ExampleNum = 4 }, _ => "### Question\nWhat is a delta?\n### Answer\nThe mouth of a large river that splits into several arms.", Some.Samples("x"));
        var rejected = run.Driver.Rejected.Single();
        Assert.Equal(("too like an example that the model was shown", "below 0.7"), (rejected.Why.Reason, rejected.Why.Threshold));
        Assert.InRange(rejected.Why.Value!.Value, 0.9, 0.999);
    }

    [Theory]
    [InlineData("the cat sat", "the cat sat", 1)]
    [InlineData("the cat sat on the mat", "the cat lay on a mat", 8.0 / 12)]
    [InlineData("police killed the gunman", "the gunman police killed", 0.5)]
    [InlineData("Ünïcode, WORDS!", "ünïcode words", 1)]
    [InlineData("海很深", "海不深", 2.0 / 3)]
    [InlineData("", "words", 0)]
    public void Likeness_is_the_longest_common_sequence_of_words(string first, string second, double expected) => Assert.Equal(expected, RougeL.Similarity(first, second), 1e-12);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{\"messages\": 3}", "cannot be used")]
    [InlineData("not json", "cannot be used")]
    [InlineData("[{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}]", "conversation 1 has no question")]
    [InlineData("{\"messages\":[{\"role\":\"user\"}]}", "cannot be used")]
    public void Seeds_that_are_none_are_told_before_the_start(string content, string message)
    {
        var file = Path.Combine(_folder.FullName, "seeds.json");
        File.WriteAllText(file, content);
        Assert.Contains(message, Assert.Throws<BadInputException>(() => Make(new() { SeedFile = file }).Describe(RowSchema.Text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_is_taken_too()
    {
        var file = Path.Combine(_folder.FullName, "seeds.json");
        File.WriteAllText(file, $"[{string.Join(',', File.ReadAllLines(_seeds))}]");
        Assert.Equal(SeedConversations.Read(_seeds).Select(c => c.Count), SeedConversations.Read(file).Select(c => c.Count));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static GenerateQaFromExamplesMapper Make(GenerateQaFromExamplesOptions options) => new(options);
}
