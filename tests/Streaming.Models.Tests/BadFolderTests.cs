using Streaming.Models.Sessions;
using Streaming.Models.Tests.Goldens;
using Streaming.Operators;

namespace Streaming.Models.Tests;

/// <summary>What cannot be used is one clear error before any sample, naming the file and what to do.</summary>
public sealed class BadFolderTests
{
    [SkippableTheory]
    [InlineData("config.json", "there is no config.json")]
    [InlineData("tokenizer.json", "there is no tokenizer.json")]
    [InlineData("model.onnx", "there is no *.onnx")]
    public void A_missing_file_is_named(string file, string said)
    {
        using var copy = Copy("tiny-quality-classifier");
        File.Delete(copy.Of(file));
        Says(copy, said);
    }

    [SkippableFact]
    public void A_missing_image_processor_is_named()
    {
        using var copy = Copy("tiny-vit-classifier");
        File.Delete(copy.Of("preprocessor_config.json"));
        Says(copy, "there is no preprocessor_config.json");
    }

    [SkippableTheory]
    [InlineData("config.json", "config.json cannot be read")]
    [InlineData("tokenizer.json", "its tokenizer cannot be used")]
    [InlineData("model.onnx", "model.onnx': ONNX Runtime")]
    public void A_broken_file_is_named(string file, string said)
    {
        using var copy = Copy("tiny-quality-classifier");
        copy.Write(file, "{ not what it should be");
        Says(copy, said);
    }

    [SkippableFact]
    public void A_graph_that_is_cut_short_is_named()
    {
        using var copy = Copy("tiny-quality-classifier");
        File.WriteAllBytes(copy.Of("model.onnx"), File.ReadAllBytes(copy.Of("model.onnx"))[..100_000]);
        Says(copy, "model.onnx': ONNX Runtime");
    }

    [SkippableFact]
    public void A_graph_of_a_newer_operator_set_is_named()
    {
        using var copy = Copy("tiny-quality-classifier");
        var bytes = File.ReadAllBytes(copy.Of("model.onnx"));
        ReadOnlySpan<byte> opset18 = [0x42, 0x02, 0x10, 18];
        bytes[bytes.AsSpan().LastIndexOf(opset18) + 3] = 99;
        File.WriteAllBytes(copy.Of("model.onnx"), bytes);
        Says(copy, "older operator set");
    }

    [SkippableTheory]
    [InlineData("tiny-quality-classifier", "tiny-clip")]
    [InlineData("tiny-embedder", "tokenizers/unigram-xlmr")]
    [InlineData("tiny-t5", "tiny-llama")]
    [InlineData("tiny-llama", "tiny-captioner")]
    [InlineData("tiny-captioner", "tiny-llama")]
    public void A_tokenizer_of_another_model_does_not_fit(string model, string other)
    {
        using var copy = Copy(model);
        File.Copy(Path.Combine(GoldenFolders.Named(other), "tokenizer.json"), copy.Of("tokenizer.json"), overwrite: true);
        Says(copy, "another model's");
    }

    [SkippableTheory]
    [InlineData("cuda:0")]
    [InlineData("dml")]
    [InlineData("coreml")]
    public void An_absent_device_is_named(string device)
    {
        var folder = GoldenFolders.Named("tiny-quality-classifier");
        Skip.If(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Length > 1, "This machine has such a device.");
        var error = Assert.Throws<BadInputException>(() => ModelSession.Load(folder, new SessionSettings { Device = ModelDevice.Parse(device) }));
        Assert.Contains(device.Split(':')[0], error.Message, StringComparison.Ordinal);
        Assert.Contains("Use device: cpu or auto", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Auto_comes_down_to_the_processor()
    {
        var folder = GoldenFolders.Named("tiny-quality-classifier");
        Skip.If(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Length > 1, "This machine has such a device.");
        using var model = ModelSession.LoadWarm(folder);
        Assert.True(model.FellBack);
        Assert.Equal("cpu", model.Device.ToString());
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:0:1")]
    [InlineData("")]
    public void A_device_that_is_none_is_refused(string device) =>
        Assert.Contains("is no device", Assert.Throws<BadInputException>(() => ModelDevice.Parse(device)).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void An_absent_precision_is_named_with_those_there_are()
    {
        var folder = GoldenFolders.Named("tiny-quality-classifier");
        var error = Assert.Throws<BadInputException>(() => ModelSession.Load(folder, new SessionSettings { Dtype = "fp16" }));
        Assert.Contains("dtype 'fp16'", error.Message, StringComparison.Ordinal);
        Assert.Contains("fp32", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_graph_that_nothing_can_feed_is_shown_with_its_inputs()
    {
        using var copy = Copy("tiny-captioner");
        File.Move(copy.Of("onnx/decoder_model_merged.onnx"), copy.Of("onnx/model.onnx"));
        File.Delete(copy.Of("onnx/encoder_model.onnx"));
        var message = Says(copy, "encoder_hidden_states");
        Assert.Contains("Its inputs: ", message, StringComparison.Ordinal);
        Assert.Contains("Supported are ", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Graphs_of_an_unknown_kind_are_named()
    {
        using var copy = Copy("tiny-quality-classifier");
        File.Move(copy.Of("model.onnx"), copy.Of("something.onnx"));
        Says(copy, "something");
    }

    [SkippableFact]
    public void A_model_of_another_kind_is_refused()
    {
        using var model = ModelSession.Load(GoldenFolders.Named("tiny-vit-classifier"));
        Assert.Contains("ImageClassifier", Assert.Throws<BadInputException>(model.AsDecoder).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_image_processor_of_another_model_does_not_fit()
    {
        using var copy = Copy("tiny-vit-classifier");
        copy.Write("preprocessor_config.json", File.ReadAllText(copy.Of("preprocessor_config.json")).Replace("64", "48", StringComparison.Ordinal));
        Says(copy, "preprocessor_config.json");
    }

    private static FolderCopy Copy(string name) => new(GoldenFolders.Named(name));

    private static string Says(FolderCopy copy, string said)
    {
        var error = Assert.Throws<BadInputException>(() => ModelSession.LoadWarm(copy.Path, new SessionSettings { Device = ModelDevice.Cpu }));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(copy.Path, error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
