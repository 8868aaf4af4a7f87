using System.Text.Json;
using Streaming.Models.Operators.Embedding;
using Streaming.Models.Operators.Scoring;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Operators;

/// <summary>Scorers of our own, held against the models' goldens and against what they must tell apart.</summary>
public sealed class ScorerTests
{
    [SkippableFact]
    public async Task A_loss_is_the_golden_mean_of_the_tokens_losses()
    {
        var cases = GoldenFolders.Golden(GoldenFolders.Named("tiny-llama")).GetProperty("perplexity").GetProperty("cases").EnumerateArray().ToArray();
        await using var driver = await OperatorDriver.OpenAsync(new LossScorer(Loss()));
        await driver.ApplyAsync([.. cases.Select(c => c.GetProperty("text").GetString()!)]);
        Assert.All(cases.Zip(driver.Out), pair => Assert.Equal(pair.First.GetProperty("mean_nll").GetDouble(), (double)pair.Second.Stats["loss"]!, 1e-3));
    }

    [SkippableFact]
    public async Task A_text_without_a_token_to_predict_is_buried_and_gets_no_loss_of_zero()
    {
        await using var driver = await OperatorDriver.OpenAsync(new LossScorer(Loss()));
        await driver.ApplyAsync("", "The harbour was quiet.");
        Assert.Contains("no token to predict", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
        Assert.Single(driver.Out);
    }

    [SkippableFact]
    public async Task Only_the_last_turn_of_a_chat_counts()
    {
        await using var driver = await OperatorDriver.OpenAsync(new LossScorer(Loss()), RowSchema.Text);
        var (chat, other) = (Some.Sample("unused", position: 0), Some.Sample("unused", position: 1));
        chat.Messages = [new("user", "Where did Martin walk?"), new("assistant", "From the harbor to the market.")];
        other.Messages = [new("user", "zq xx 77 k"), new("assistant", "From the harbor to the market.")];
        await driver.ApplyAsync([chat, other]);
        Assert.NotEqual(driver.Out[0].Stats["loss"], driver.Out[1].Stats["loss"]);
        await using var whole = await OperatorDriver.OpenAsync(new LossScorer(Loss() with { QueryTemplate = "Where did Martin walk?" }));
        await whole.ApplyAsync("From the harbor to the market.");
        Assert.Equal((double)driver.Out[0].Stats["loss"]!, (double)whole.Out[0].Stats["loss"]!, 1e-4);
    }

    [SkippableFact]
    public async Task What_a_damaged_learner_lost_can_be_learnt_again_and_what_both_know_cannot()
    {
        var folder = GoldenFolders.Named("tiny-llama");
        using var damaged = new FolderCopy(folder);
        var graph = File.ReadAllBytes(damaged.Of("onnx/model.onnx"));

        // The vectors of the last third of its 905 ids (112 floats each) are lost; 0x4A is ONNX' raw_data, and its length follows.
        var vectors = graph.AsSpan().IndexOf((byte[])[0x4A, 0xC0, 0xDF, 0x18]) + 4;
        graph.AsSpan(vectors + (600 * 448), 305 * 448).Clear();
        File.WriteAllBytes(damaged.Of("onnx/model.onnx"), graph);
        var text = GoldenFolders.Golden(folder).GetProperty("perplexity").GetProperty("cases")[0].GetProperty("text").GetString()!;
        var options = new LearnabilityScorerOptions { Model = damaged.Path, Reference = folder, Into = "learnability", Device = "cpu" };
        await using var lost = await OperatorDriver.OpenAsync(new LearnabilityScorer(options));
        await using var known = await OperatorDriver.OpenAsync(new LearnabilityScorer(options with { Model = folder }));
        await lost.ApplyAsync(text);
        await known.ApplyAsync(text);
        Assert.True((double)lost.Out[0].Stats["learnability"]! > 0.5);
        Assert.Equal(0.0, known.Out[0].Stats["learnability"]);
        Assert.Equal(2, ((IUsesModels)lost.Operator).Models.Count);
        Assert.Empty(lost.Warnings);
    }

    [SkippableFact]
    public async Task A_regressor_gives_its_golden_scores_and_a_classifier_is_refused()
    {
        var folder = GoldenFolders.Named("tiny-quality-regressor");
        var results = GoldenFolders.Golden(folder).GetProperty("results").EnumerateArray().ToArray();
        var options = new TextRegressionScorerOptions { Model = folder, Into = "edu", Device = "cpu" };
        await using var driver = await OperatorDriver.OpenAsync(new TextRegressionScorer(options));
        await driver.ApplyAsync([.. results.Select(r => r.GetProperty("text").GetString()!)]);
        Assert.All(results.Zip(driver.Out), pair => Assert.Equal(ScoreOf(pair.First), (double)pair.Second.Stats["edu"]!, 1e-3));
        var fault = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new TextRegressionScorer(options with { Model = GoldenFolders.Named("tiny-quality-classifier") })));
        Assert.Contains("text_classifier_scorer", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_picture_is_told_from_others_by_labels_nobody_trained()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ZeroShotImageScorer(new()
        {
            Model = GoldenFolders.Named("tiny-clip"),
            Labels = ["red circle", "blue square", "green triangle"],
            Label = "red circle",
            Prompt = "a {label} on a white background",
            Into = "red",
            Device = "cpu",
        }));
        await driver.ApplyAsync([Pictures.Sample(0, "01-red-circle-64.png"), Pictures.Sample(1, "02-blue-square-128.png"), Pictures.Sample(2)]);
        Assert.True((double)driver.Out[0].Stats["red"]! > 0.9);
        Assert.True((double)driver.Out[1].Stats["red"]! < 0.1);
        Assert.Null(driver.Out[2].Stats["red"]);
    }

    [SkippableTheory]
    [InlineData("tiny-embedder", false)]
    [InlineData("tiny-clip", false)]
    [InlineData("tiny-clip", true)]
    public async Task A_vector_goes_into_its_column_and_one_that_is_there_stays(string model, bool picture)
    {
        var mapper = new EmbeddingMapper(new() { Model = GoldenFolders.Named(model), Of = picture ? EmbeddedPart.Image : EmbeddedPart.Text, Device = "cpu" });
        Assert.Equal(new ListType(new ScalarType(ScalarKind.Float32)), mapper.Describe(RowSchema.Text).Find("embedding")!.Type);
        await using var driver = await OperatorDriver.OpenAsync(mapper);
        var (fresh, kept, bare) = (Pictures.Sample(0, "01-red-circle-64.png"), Pictures.Sample(1, "01-red-circle-64.png"), Pictures.Sample(2));
        (fresh.Text, kept.Text, bare.Text) = ("a red circle", "a red circle", "a red circle");
        kept.Meta["embedding"] = new[] { 1f };
        await driver.ApplyAsync([fresh, kept, bare]);
        var vector = (float[])driver.Out[0].Meta["embedding"]!;
        Assert.Equal((64, 1.0), (vector.Length, Math.Round(Math.Sqrt(vector.Sum(v => (double)v * v)), 3)));
        Assert.All(vector, number => Assert.Equal(number, (float)(Half)number));
        Assert.Equal([1f], (float[])driver.Out[1].Meta["embedding"]!);
        Assert.Equal(picture, driver.Out[2].Meta["embedding"] is null);
    }

    private static LossScorerOptions Loss() => new() { Model = GoldenFolders.Named("tiny-llama"), Into = "loss", Device = "cpu" };

    private static double ScoreOf(JsonElement result) => result.GetProperty("logits")[0].GetDouble();
}
