using Streaming.Models.Operators.Synthesis.Extraction;
using Streaming.Models.Operators.Synthesis.Judging;
using Streaming.Models.Operators.Synthesis.Rewriting;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Operators that extract, judge and write anew.</summary>
public sealed class ExtractionTests
{
    [Fact]
    public async Task Key_words_are_a_list_and_a_sample_that_has_them_is_not_asked_for()
    {
        await using var run = await RunAsync(o => new ExtractKeywordMapper(o), new ExtractKeywordOptions { DropText = true }, _ => """```{"keywords": ["sea ", "salt", ""]}```""", Row("text"), Row("has", ("keyword", new object?[] { "known" })));
        Assert.Equal(["sea", "salt"], (object?[])run["keyword"]!);
        Assert.Equal(["", "has"], run.Driver.Texts);
        Assert.Equal(1, run.Server.Requests);
        Assert.Equal("array", (string?)run.Server.Asked.Single().Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["keywords"]!["type"]);
    }

    [Fact]
    public async Task Each_event_is_a_sample()
    {
        await using var run = await RunAsync(
            o => new ExtractEventMapper(o), new ExtractEventOptions(),
            _ => """{"events": [{"description": "They sail.", "characters": ["Ann", "Bo"]}, {"description": "Nobody.", "characters": []}, {"description": "They land.", "characters": ["Bo"]}]}""", Row("story"));
        Assert.Equal(["They sail.", "They land."], run.Driver.Out.Select(s => s.Meta["event_description"]));
        Assert.Equal(["Bo"], (object?[])run.Driver.Out[1].Meta["relevant_characters"]!);
    }

    [Fact]
    public async Task A_summary_is_supported_by_a_quote_and_without_one_nothing_is_asked()
    {
        await using var run = await RunAsync(o => new ExtractSupportTextMapper(o), new ExtractSupportTextOptions(), _ => " They sailed at dawn. ", Row("long", ("event_description", "They sail.")), Row("none", ("event_description", null)));
        Assert.Equal("They sailed at dawn.", run["support_text"]);
        Assert.Equal((2, 1), (run.Driver.Out.Count, run.Server.Requests));
    }

    [Fact]
    public async Task Every_pair_of_entity_and_attribute_is_asked_for()
    {
        await using var run = await RunAsync(
            o => new ExtractEntityAttributeMapper(o), new ExtractEntityAttributeOptions { QueryEntities = ["Ann", "Bo"], QueryAttributes = ["age", "job"] },
            asked => $$"""{"description": "{{asked.System!.Split(": the ")[1].Split('.')[0]}}", "quotes": ["q"]}""", Row("story"));
        Assert.Equal(["age of Ann", "job of Ann", "age of Bo", "job of Bo"], (object?[])run["attribute_descriptions"]!);
        Assert.Equal(["Ann", "Ann", "Bo", "Bo"], (object?[])run["main_entities"]!);
        Assert.Equal(["q"], (object?[])((object?[])run["attribute_support_texts"]!)[3]!);
    }

    [Fact]
    public async Task Entities_that_were_missed_are_gleaned_and_none_is_named_twice()
    {
        const string First = """{"entities": [{"name": "Ann", "type": "person", "description": "a sailor"}], "relations": []}""";
        const string More = """{"entities": [{"name": "Bo", "type": "person", "description": "her brother"}, {"name": "Ann", "type": "person", "description": "again"}], "relations": [{"source": "Ann", "target": "Bo", "description": "kin", "keywords": ["family"], "strength": "9"}]}""";
        await using var run = await RunAsync(
            o => new ExtractEntityRelationMapper(o), new ExtractEntityRelationOptions { MaxGleaning = 3 },
            asked => asked.Body["messages"]!.AsArray().Count switch { 2 => First, 4 => More, _ => """{"entities": [], "relations": []}""" }, Row("story"));
        var (entities, relations) = ((object?[])run["entity"]!, (object?[])run["relation"]!);
        Assert.Equal(["Ann", "Bo"], entities.Select(e => ((object?[])e!)[0]));
        Assert.Equal(9.0, ((object?[])relations.Single()!)[4]);
        Assert.Equal(3, run.Server.Requests);
    }

    [Fact]
    public async Task Samples_are_kept_by_a_models_judgement_which_is_asked_for_once()
    {
        const string Judged = """{"dimension_scores": {"accuracy": 4, "grammar": 5, "informativeness": 3, "coherence": 4}, "flags": []}""";
        await using var run = await RunAsync(
            o => new LlmQualityScoreFilter(o), new LlmScoreOptions { MinScore = 0.8 },
            asked => asked.Body.ToJsonString() is var all && all.Contains("**\\ngood", StringComparison.Ordinal) ? Judged : all.Contains("**\\nodd", StringComparison.Ordinal) ? Judged.Replace("3", "30", StringComparison.Ordinal) : Judged.Replace("5", "1", StringComparison.Ordinal),
            Row("good"), Row("bad"), Row("odd"));
        Assert.Equal(0.8, run.Driver.Out.Single().Stats["llm_quality_score"]);
        Assert.Equal(Judged, run.Driver.Out.Single().Stats["llm_quality_record"]);
        Assert.Equal([0.6, null], run.Driver.Rejected.Select(r => r.Why.Value));
        Assert.Contains("informativeness", run.Driver.Rejected[1].Why.Reason, StringComparison.Ordinal);

        var asked = run.Server.Requests;
        await run.Driver.ApplyAsync([run.Driver.Out[0]]);
        Assert.Equal((asked, 2), (run.Server.Requests, run.Driver.Out.Count));
    }

    [Fact]
    public async Task Difficulty_is_a_mean_of_the_dimensions_asked_for()
    {
        await using var run = await RunAsync(
            o => new LlmDifficultyScoreFilter(o), new LlmScoreOptions { DimRequiredKeys = ["ambiguity", "prior_knowledge"], InputKeys = ["text", "query"], FieldNames = ["Text", "Question"] },
            _ => """{"dimension_scores": {"ambiguity": 2, "prior_knowledge": 4}}""", Row("t", ("query", "why")));
        Assert.Equal(0.6, (double)run.Driver.Out.Single().Stats["llm_difficulty_score"]!, 12);
        Assert.Contains("**Text**\nt\n\n**Question**\nwhy", run.Server.Asked.Single().Prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("better wins", "first")]
    [InlineData("the first place wins", "tie")]
    public async Task A_pair_is_ranked_in_both_orders_and_a_love_of_places_is_a_tie(string judge, string preferred)
    {
        await using var run = await RunAsync(
            o => new PairwiseRankingMapper(o), new PairwiseRankingOptions { FirstKey = "one", SecondKey = "two" },
            asked => judge == "better wins" && asked.Prompt.IndexOf("good", StringComparison.Ordinal) > asked.Prompt.IndexOf("poor", StringComparison.Ordinal) ? "**B**." : "A", Row("t", ("one", "good"), ("two", "poor")));
        Assert.Equal(preferred, run["preferred"]);
        Assert.Equal(2, run.Server.Requests);
    }

    [Fact]
    public async Task Texts_are_written_anew()
    {
        await using var paraphrased = await RunAsync(o => new ParaphraseMapper(o), new ParaphraseOptions(), asked => $"other words for {asked.Prompt}", Row("a text"), Row(" "));
        Assert.Equal(["other words for a text", " "], paraphrased.Driver.Texts);

        await using var summed = await RunAsync(o => new SummarizeMapper(o), new SummarizeOptions { Into = "summary", MaxWords = 7 }, asked => asked.System!.Split(' ')[8], Row("a text"));
        Assert.Equal(("a text", "7"), (summed.Driver.Texts[0], summed["summary"]));

        await using var fused = await RunAsync(o => new CaptionFusionMapper(o), new CaptionFusionOptions { SyntheticKey = "synthetic" }, asked => asked.Prompt, Row("IMG Bo 2019", ("synthetic", "a dog")));
        Assert.Equal("First: IMG Bo 2019\nSecond: a dog", fused.Driver.Texts[0]);
    }
}
