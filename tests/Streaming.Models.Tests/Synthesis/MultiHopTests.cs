using Streaming.ChatServer;
using Streaming.Models.Operators.Synthesis.Questions;
using Streaming.Testing;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Questions over several facts, kept only where someone who does not know the answer finds it.</summary>
public sealed class MultiHopTests
{
    private const string Made = """{"facts": ["The mill stands in Elm Lane.", "Elm Lane was paved in 1912."], "question": "When was the mill's street paved?", "answer": "1912"}""";

    [Theory]
    [InlineData("Exact", "1912.", true)]
    [InlineData("Exact", "in 1912", false)]
    [InlineData("Numeric", "the year 1,912", true)]
    [InlineData("Numeric", "1913", false)]
    public async Task A_question_stays_where_its_answer_is_found_again(string check, string found, bool stays)
    {
        await using var run = await RunAsync(Make, new MultiHopQaOptions { Check = Enum.Parse<HopCheck>(check) }, asked => asked.Prompt.StartsWith("### Text", StringComparison.Ordinal) ? $"The mill is in Elm Lane.\nAnswer: {found}" : Made, Some.Samples("a text"));
        Assert.Equal(stays ? 1 : 0, run.Driver.Out.Count);
        if (stays)
        {
            Assert.Equal(("When was the mill's street paved?", "1912", "The mill is in Elm Lane."), (run["query"], run["response"], run["reasoning"]));
            Assert.Equal(2, ((object?[])run["facts"]!).Length);
        }
        else
        {
            Assert.Contains($"it should be \"1912\", and was \"{found}\"", run.Driver.Rejected.Single().Why.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 0)]
    public async Task The_model_is_asked_whether_other_words_say_the_same_and_not_where_they_are_the_same(string said, int stays)
    {
        await using var run = await RunAsync(Make, new MultiHopQaOptions { Check = HopCheck.Model }, asked => Answer(asked, said), Some.Samples("other words"));
        Assert.Equal((stays, 3), (run.Driver.Out.Count, run.Server.Requests));
        await using var same = await RunAsync(Make, new MultiHopQaOptions { Check = HopCheck.Model }, asked => Answer(asked, said), Some.Samples("same words"));
        Assert.Equal((1, 2), (same.Driver.Out.Count, same.Server.Requests));
    }

    [Fact]
    public async Task Who_answers_sees_the_text_and_the_question_and_neither_the_facts_nor_the_answer()
    {
        await using var run = await RunAsync(Make, new MultiHopQaOptions(), asked => Answer(asked, "yes"), Some.Samples("same words"));
        var seen = run.Server.Asked.Single(asked => asked.Prompt.StartsWith("### Text", StringComparison.Ordinal)).Body.ToJsonString();
        Assert.Contains("same words", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("1912", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Elm Lane", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_facts_are_asked_for_again_and_then_a_reject()
    {
        await using var run = await RunAsync(Make, new MultiHopQaOptions { Hops = 3, TryNum = 2 }, asked => Answer(asked, "yes"), Some.Samples("same words"));
        Assert.Contains("It names 2 facts, not 3.", run.Driver.Rejected.Single().Why.Reason, StringComparison.Ordinal);
        Assert.Equal(2, run.Server.Requests);
    }

    private static string Answer(ChatAsked asked, string said) => asked.Prompt switch
    {
        var prompt when prompt.Contains("### Two", StringComparison.Ordinal) => $"Answer: {said}",
        var prompt when prompt.StartsWith("### Text\nother words", StringComparison.Ordinal) => "Answer: nineteen hundred and twelve",
        var prompt when prompt.StartsWith("### Text", StringComparison.Ordinal) => "Answer: 1912",
        _ => Made,
    };

    private static GenerateMultiHopQaMapper Make(MultiHopQaOptions options) => new(options);
}
