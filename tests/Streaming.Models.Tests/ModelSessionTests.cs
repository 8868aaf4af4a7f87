using Streaming.Models.Generation;
using Streaming.Models.Sessions;
using Streaming.Models.Tests.Goldens;

namespace Streaming.Models.Tests;

/// <summary>Sharing, digests, precisions, and draws that depend on nothing but their seed.</summary>
public sealed class ModelSessionTests
{
    private static readonly SessionSettings OnCpu = new() { Device = ModelDevice.Cpu };

    [SkippableFact]
    public void A_shared_model_is_loaded_once_and_let_go_with_its_last_lease()
    {
        var folder = GoldenFolders.Named("tiny-quality-classifier");
        var models = new SharedModels();
        var (first, second, other) = (models.Lend(folder, OnCpu), models.Lend(folder + "/", OnCpu), models.Lend(folder, OnCpu with { ThreadsPerCall = 1 }));
        Assert.Same(first.Model, second.Model);
        Assert.NotSame(first.Model, other.Model);
        Assert.Equal(2, models.Count);
        first.Dispose();
        first.Dispose();
        Assert.Equal("high", second.Model.AsTextClassifier().Labels[0]);
        second.Dispose();
        other.Dispose();
        Assert.Equal(0, models.Count);
    }

    [SkippableFact]
    public void A_digest_follows_the_files_that_decide_results()
    {
        var folder = GoldenFolders.Named("tiny-embedder");
        using var copy = new FolderCopy(folder);
        var digest = Digest(folder);
        Assert.Equal(digest, Digest(copy.Path));
        copy.Write("README.md", "nothing that counts");
        Assert.Equal(digest, Digest(copy.Path));
        copy.Write("1_Pooling/config.json", """{"pooling_mode_cls_token": true}""");
        Assert.NotEqual(digest, Digest(copy.Path));
    }

    [SkippableFact]
    public void A_precision_is_chosen_by_name_and_the_exact_one_by_default()
    {
        using var copy = new FolderCopy(GoldenFolders.Named("tiny-embedder"));
        File.Copy(copy.Of("onnx/model.onnx"), copy.Of("onnx/model_quantized.onnx"));
        Assert.EndsWith("model.onnx", PathOf(copy, "auto"), StringComparison.Ordinal);
        Assert.EndsWith("model_quantized.onnx", PathOf(copy, "q8"), StringComparison.Ordinal);
        Assert.EndsWith("model_quantized.onnx", PathOf(copy, "int8"), StringComparison.Ordinal);
        File.Delete(copy.Of("onnx/model.onnx"));
        Assert.EndsWith("model_quantized.onnx", PathOf(copy, "auto"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_draw_depends_on_its_seed_and_not_on_its_batch()
    {
        using var session = ModelSession.LoadWarm(GoldenFolders.Named("tiny-llama"), OnCpu);
        var model = session.AsDecoder();
        var settings = new GenerationSettings { Sample = true, Temperature = 1.5f, TopP = 0.98f, MaxNewTokens = 12 };
        var prompts = Array.ConvertAll(["The results show that", "Anna bought", "In the morning,"], text => model.Prepare(text));
        ulong[] seeds = [7, 8, 9];
        var together = model.Generate(prompts, settings, seeds);
        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(together[i][0].Ids, model.Generate([prompts[i]], settings, [seeds[i]])[0][0].Ids);
        }

        var drawn = Enumerable.Range(0, 20).Select(seed => model.Generate([prompts[0]], settings, [(ulong)seed])[0][0].Text).Distinct().Count();
        Assert.True(drawn > 5, $"20 seeds gave {drawn} texts");
    }

    [SkippableFact]
    public void A_prompt_longer_than_the_positions_is_refused_and_a_generation_ends_at_the_last_one()
    {
        using var session = ModelSession.LoadWarm(GoldenFolders.Named("tiny-llama"), OnCpu);
        var model = session.AsDecoder();
        Assert.Throws<InvalidDataException>(() => model.Prepare(string.Concat(Enumerable.Repeat("word ", 500))));
        var settings = new GenerationSettings { MaxNewTokens = 1000, MinNewTokens = 1000 };
        var result = model.Generate([model.Prepare("The")], settings)[0][0];
        Assert.Equal(FinishReason.Length, result.Finish);
        Assert.Equal(254, result.Ids.Count);
    }

    [SkippableFact]
    public void Settings_that_make_no_sense_are_refused()
    {
        using var session = ModelSession.Load(GoldenFolders.Named("tiny-llama"), OnCpu);
        var model = session.AsDecoder();
        GenerationSettings[] wrong =
        [
            new() { MaxNewTokens = 0 }, new() { Beams = 0 }, new() { ReturnSequences = 2 }, new() { Beams = 2, Sample = true }, new() { Sample = true, Temperature = 0 }, new() { TopP = 0 },
            new() { MinP = 2 }, new() { TopK = -1 }, new() { RepetitionPenalty = 0 }, new() { NoRepeatNgramSize = -1 },
        ];
        Assert.All(wrong, settings => Assert.Throws<ArgumentException>(() => model.Generate([model.Prepare("The")], settings)));
    }

    [Fact]
    public void A_score_that_is_no_number_is_refused()
    {
        var rule = new Encoders.EmbeddingRule("x", [Encoders.Pooling.Mean], Normalizes: true);
        Assert.Equal([0.6f, 0.8f], Encoders.Pool.Vector([3, 4], 2, rule));
        Assert.Throws<InvalidDataException>(() => Encoders.Pool.Vector([float.NaN, 1], 2, rule));
    }

    private static string Digest(string folder)
    {
        using var model = ModelSession.Load(folder, OnCpu);
        return model.Digest;
    }

    private static string PathOf(FolderCopy copy, string dtype)
    {
        using var model = ModelSession.Load(copy.Path, OnCpu with { Dtype = dtype });
        return model.Graphs.Single().FilePath;
    }
}
