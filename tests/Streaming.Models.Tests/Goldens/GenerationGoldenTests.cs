using System.Text.Json;
using Streaming.Models.Generation;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What transformers generated, id for id.</summary>
public sealed class GenerationGoldenTests
{
    public static IEnumerable<object[]> Prompted => GoldenFolders.Rows(golden => golden.TryGetProperty("generation", out var section) && section.TryGetProperty("prompts", out _));

    public static IEnumerable<object[]> Pictured => GoldenFolders.Rows(golden => golden.TryGetProperty("generation", out _) && golden.TryGetProperty("images", out _));

    public static IEnumerable<object[]> Batched => GoldenFolders.Rows(golden => golden.TryGetProperty("generation", out var section) && section.TryGetProperty("batch", out _));

    [SkippableTheory]
    [MemberData(nameof(Prompted))]
    public void Golden_texts_are_generated_from_every_export_in_the_folder(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        foreach (var roles in Exports(golden.Model))
        {
            using var copy = new FolderCopy(folder, path => !Path.GetFileName(path).Contains("decoder_", StringComparison.Ordinal) || Array.Exists(roles, role => Path.GetFileName(path).StartsWith(role + '.', StringComparison.Ordinal)));
            using var model = ModelSession.Load(copy.Path, new SessionSettings { Device = ModelDevice.Cpu });
            foreach (var prompt in golden.Golden.GetProperty("generation").GetProperty("prompts").EnumerateArray())
            {
                CheckPrompt(golden, model, prompt, string.Join('+', roles));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pictured))]
    public void Golden_captions_are_generated(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsImageToText();
        foreach (var picture in ImageGoldens.Of(golden))
        {
            var pixels = ImageGoldens.PreparedCrop(golden, picture);
            foreach (var one in picture.Golden.GetProperty("cases").EnumerateArray())
            {
                var settings = GenerationGoldens.SettingsOf(one.GetProperty("settings"));
                GenerationGoldens.Check(golden, one, model.Generate([pixels], settings)[0], $"{picture.Id} {one.GetProperty("name").GetString()}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pictured))]
    public void Golden_captions_are_the_same_in_a_batch(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsImageToText();
        var pictures = ImageGoldens.Of(golden).ToArray();
        var pixels = Array.ConvertAll(pictures, picture => ImageGoldens.PreparedCrop(golden, picture));
        foreach (var (name, settings) in pictures[0].Golden.GetProperty("cases").EnumerateArray().Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("settings"))))
        {
            var results = model.Generate(pixels, GenerationGoldens.SettingsOf(settings));
            for (var i = 0; i < pictures.Length; i++)
            {
                foreach (var one in pictures[i].Golden.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("name").GetString() == name))
                {
                    GenerationGoldens.Check(golden, one, results[i], $"{pictures[i].Id} {name} in a batch");
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Batched))]
    public void Golden_batches_generate_what_each_prompt_does_alone(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var batch = golden.Golden.GetProperty("generation").GetProperty("batch");
        var settings = new GenerationSettings { MaxNewTokens = batch.GetProperty("max_new_tokens").GetInt32() };
        var texts = GoldenModel.Texts(batch.TryGetProperty("prompts", out var prompts) ? prompts : golden.Golden.GetProperty("batch").GetProperty("texts"));
        var results = golden.Model.Family == ModelFamily.Decoder
            ? Generate(golden.Model.AsDecoder(), texts.Select(text => (Prompt)text), settings)
            : Generate(golden.Model.AsTextToText(), texts.Select(text => (TextInput)text), settings);
        var expected = GoldenModel.Rows(batch.GetProperty("new_ids_padded"));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i][..results[i].Ids.Count], results[i].Ids);
            Assert.True(results[i].Finish == FinishReason.End || results[i].Ids.Count == expected[i].Length);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Prompted))]
    public void Golden_prompts_have_the_golden_s_ids(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        foreach (var prompt in golden.Golden.GetProperty("generation").GetProperty("prompts").EnumerateArray().Where(prompt => prompt.TryGetProperty("prompt", out _)))
        {
            var text = prompt.GetProperty("prompt").GetString()!;
            var ids = golden.Model.Family == ModelFamily.Decoder ? golden.Model.AsDecoder().Prepare(text).Ids : golden.Model.AsTextToText().Prepare(text).Ids;
            Assert.Equal(GoldenModel.Ints(prompt.GetProperty("input_ids")), ids);
        }
    }

    private static Generated[] Generate<TInput>(TextGenerator<TInput, TokenRow> model, IEnumerable<TInput> inputs, GenerationSettings settings) =>
        [.. model.Generate([.. inputs.Select(model.Prepare)], settings).Select(result => result[0])];

    // The graphs of each way of exporting a decoder: merged, split, and split without the one that uses a cache.
    private static IEnumerable<string[]> Exports(ModelSession model)
    {
        string[][] ways = [["decoder_model_merged"], ["decoder_model", "decoder_with_past_model"], ["decoder_model"]];
        var there = ways.Where(way => Array.TrueForAll(way, model.Folder.Graphs.Has)).ToArray();
        return there.Length > 0 ? there : [[]];
    }

    private static void CheckPrompt(GoldenModel golden, ModelSession model, JsonElement prompt, string export)
    {
        var row = new TokenRow(GoldenModel.Ints(prompt.GetProperty("input_ids")));
        foreach (var one in prompt.GetProperty("cases").EnumerateArray())
        {
            var settings = GenerationGoldens.SettingsOf(one.GetProperty("settings"));
            var results = model.Family == ModelFamily.Decoder ? model.AsDecoder().Generate([row], settings) : model.AsTextToText().Generate([row], settings);
            GenerationGoldens.Check(golden, one, results[0], $"{export} {one.GetProperty("name").GetString()} after {row.Length} ids");
        }
    }
}
