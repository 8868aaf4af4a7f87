using Streaming.Models.Operators.Synthesis.Questions;
using Streaming.Samples;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Operators on questions and answers: what the model is shown, what becomes of its words, what happens when they are of no use.</summary>
public sealed class QuestionTests
{
    private static Sample Pair(string text = "The sea is salt.") => Row(text, ("query", "Why?"), ("response", "Because."));

    [Fact]
    public async Task Both_parts_of_a_pair_are_rewritten_and_a_part_alone()
    {
        await using var both = await RunAsync(o => new OptimizeQaMapper(o), new OptimizeOptions(), _ => "Well:\n### Question\n Why so? \n### Answer\nBecause of it.\nReally.", Pair());
        Assert.Equal(("Why so?", "Because of it.\nReally."), (both["query"], both["response"]));
        Assert.Contains("### Question\nWhy?\n### Answer\nBecause.", both.Server.Asked.Single().Prompt, StringComparison.Ordinal);

        await using var query = await RunAsync(o => new OptimizeQueryMapper(o), new OptimizeOptions(), _ => " Why, then? ", Pair());
        Assert.Equal(("Why, then?", "Because."), (query["query"], query["response"]));

        await using var response = await RunAsync(o => new OptimizeResponseMapper(o), new OptimizeOptions(), _ => "Therefore.", Pair());
        Assert.Equal(("Why?", "Therefore."), (response["query"], response["response"]));
    }

    [Fact]
    public async Task Pairs_are_calibrated_by_the_text()
    {
        await using var both = await RunAsync(o => new CalibrateQaMapper(o), new CalibrateOptions(), _ => "### Question\nq\n### Answer\na", Pair());
        Assert.Equal(("q", "a"), (both["query"], both["response"]));
        Assert.StartsWith("### Reference\nThe sea is salt.\n### Question\nWhy?", both.Server.Asked.Single().Prompt, StringComparison.Ordinal);

        await using var query = await RunAsync(o => new CalibrateQueryMapper(o), new CalibrateOptions { ReferenceTemplate = "<{}>" }, asked => asked.Prompt[..18], Pair());
        Assert.Equal("<The sea is salt.>", query["query"]);

        await using var response = await RunAsync(o => new CalibrateResponseMapper(o), new CalibrateOptions { SystemPrompt = "Do!" }, asked => asked.System!, Pair());
        Assert.Equal("Do!", response["response"]);
    }

    [Fact]
    public async Task Templates_and_patterns_of_a_recipe_of_Data_Juicer_are_taken()
    {
        await using var run = await RunAsync(
            o => new OptimizeQaMapper(o),
            new OptimizeOptions { InputTemplate = "以下是原始问答对：\n{}", QaPairTemplate = "【问题】\n{}\n【回答】\n{}", OutputPattern = @".*?【问题】\s*(.*?)\s*【回答】\s*(.*)" },
            asked => asked.Prompt == "以下是原始问答对：\n【问题】\nWhy?\n【回答】\nBecause." ? "好\n【问题】\n为什么？\n【回答】\n因为。" : "no", Pair());
        Assert.Equal(("为什么？", "因为。"), (run["query"], run["response"]));
    }

    [Fact]
    public async Task An_answer_that_stays_of_the_wrong_form_is_a_reject_with_its_text()
    {
        await using var run = await RunAsync(o => new OptimizeQaMapper(o), new OptimizeOptions { TryNum = 2 }, _ => "no pair", Pair());
        Assert.Contains("no pair", run.Driver.Rejected.Single().Why.Reason, StringComparison.Ordinal);
        Assert.Equal(2, run.Server.Requests);
    }

    [Fact]
    public async Task A_text_becomes_a_sample_for_each_pair_with_its_parent_in_the_lineage()
    {
        await using var run = await RunAsync(
            o => new GenerateQaFromTextMapper(o), new GenerateQaFromTextOptions { MaxNum = 2 },
            asked => asked.Body.ToJsonString().Contains("\"none\"", StringComparison.Ordinal) ? "nothing" : "Human: one?\nAssistant: 1\nHuman: two?\nAssistant: 2\nHuman: three?\nAssistant: 3", Row("text", ("n", 1L)), Row("none", ("n", 1L)));
        Assert.Equal([("one?", "1"), ("two?", "2")], run.Driver.Out.Select(s => ((string)s.Meta["query"]!, (string)s.Meta["response"]!)));
        Assert.Equal(["s0#0", "s0#1"], run.Driver.Out.Select(s => s.Id));
        Assert.All(run.Driver.Out, s => Assert.Equal(["s0"], s.Lineage.Parents));
        Assert.Single(run.Driver.Rejected);
    }

    [Fact]
    public async Task A_worse_answer_and_its_reason_are_columns()
    {
        await using var run = await RunAsync(o => new PairPreferenceMapper(o), new PairPreferenceOptions(), _ => "### Answer\nDunno.\n### Reason\nIt is rude.", Pair());
        Assert.Equal(("Dunno.", "It is rude.", "Because."), (run["rejected_response"], run["reason"], run["response"]));
        Assert.Contains("The sea is salt.", run.Server.Asked.Single().Prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(AnswerCheck.Exact), "Paris", "I think.\nAnswer: **paris**.", true)]
    [InlineData(nameof(AnswerCheck.Exact), "Paris", "Answer: Rome", false)]
    [InlineData(nameof(AnswerCheck.Numeric), "1,234.5", "So:\nanswer: it is 1234.50 km", true)]
    [InlineData(nameof(AnswerCheck.Numeric), "0.5", "Answer: 1/2", true)]
    [InlineData(nameof(AnswerCheck.Numeric), "12", "Answer: 13", false)]
    [InlineData(nameof(AnswerCheck.Numeric), "12", "Answer: twelve", false)]
    [InlineData(nameof(AnswerCheck.Regex), "", "Answer: 42", true)]
    [InlineData(nameof(AnswerCheck.Regex), "", "Answer: many", false)]
    public async Task Only_answers_that_pass_their_check_are_kept(string check, string known, string said, bool kept)
    {
        await using var run = await RunAsync(o => new VerifiedAnswerMapper(o), new VerifiedAnswerOptions { Check = Enum.Parse<AnswerCheck>(check), Pattern = "^[0-9]+$" }, _ => said, Row("t", ("query", "?"), ("answer", known)));
        Assert.Equal(kept ? (1, 0) : (0, 1), (run.Driver.Out.Count, run.Driver.Rejected.Count));
    }

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 0)]
    public async Task A_model_looks_a_second_time_without_seeing_the_steps(string verdict, int kept)
    {
        await using var run = await RunAsync(
            o => new VerifiedAnswerMapper(o), new VerifiedAnswerOptions { Check = AnswerCheck.Model },
            asked => asked.Prompt.Contains("### Answer", StringComparison.Ordinal) ? $"Hm.\nAnswer: {verdict}" : "Secret steps.\nAnswer: 7", Row("t", ("query", "3 + 4?")));
        Assert.Equal(kept, run.Driver.Out.Count);
        Assert.DoesNotContain("Secret", run.Server.Asked.Last().Prompt, StringComparison.Ordinal);
        Assert.All(run.Driver.Out, s => Assert.Equal(("7", "Secret steps."), (s.Meta["response"], s.Meta["reasoning"])));
    }
}
