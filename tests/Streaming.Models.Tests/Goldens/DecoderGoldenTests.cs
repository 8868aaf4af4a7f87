using Streaming.Models.Generation;
using Streaming.Models.Generation.Choosing;
using Streaming.Models.Sessions;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What PyTorch gave for decoders, beside whole generations.</summary>
public sealed class DecoderGoldenTests
{
    public static IEnumerable<object[]> Perplexed => GoldenFolders.With("perplexity");

    public static IEnumerable<object[]> Cached => GoldenFolders.With("cache");

    public static IEnumerable<object[]> Padded => GoldenFolders.With("left_padding");

    public static IEnumerable<object[]> Sampled => GoldenFolders.With("sampling");

    public static IEnumerable<object[]> FirstSteps => GoldenFolders.Rows(golden => golden.TryGetProperty("outputs", out var outputs) && outputs.TryGetProperty("first_step_logits", out _));

    [SkippableTheory]
    [MemberData(nameof(Perplexed))]
    public void Golden_perplexities_are_pytorch_s_one_by_one_and_in_a_batch(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var model = golden.Model.AsLossModel();
        var cases = golden.Golden.GetProperty("perplexity").GetProperty("cases").EnumerateArray().ToArray();
        var rows = Array.ConvertAll(cases, one => model.Prepare(one.GetProperty("text").GetString()!));
        Assert.Equal(cases.Select(one => GoldenModel.Ints(one.GetProperty("input_ids"))), rows.Select(row => row.Ids));
        using var together = model.Run(rows);
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].TryGetProperty("last_logits", out var last))
            {
                var size = together["logits"].Shape[^1];
                golden.NearTensor("logits", last, together["logits"].Row(i).Slice((rows[i].Length - 1) * size, size), $"case {i}: last logits");
            }

            TokenLosses[] all = [model.Finish(together, i, rows[i]), model.Apply(cases[i].GetProperty("text").GetString()!)[0]];
            foreach (var losses in all)
            {
                golden.Near("logits", cases[i].TryGetProperty("token_nll", out var each) ? GoldenModel.Numbers(each) : [], losses.Losses, $"case {i}: losses");
                if (cases[i].TryGetProperty("perplexity", out var perplexity) && perplexity.ValueKind == System.Text.Json.JsonValueKind.Number)
                {
                    golden.Near("perplexity", perplexity, (float)losses.Perplexity, $"case {i}: perplexity");
                }
                else
                {
                    Assert.True(double.IsNaN(losses.Perplexity));
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cached))]
    public void Golden_logits_follow_from_the_cache(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var cache = golden.Golden.GetProperty("cache");
        var ids = GoldenModel.Ints(cache.GetProperty("input_ids"));
        var prefill = cache.GetProperty("prefill_length").GetInt32();
        using var state = golden.Model.AsDecoder().Begin([ids[..prefill]]);
        var steps = cache.GetProperty("last_two_logits").EnumerateArray().ToArray();
        for (var i = prefill; i < ids.Length; i++)
        {
            state.Step([ids[i]]);
            golden.NearTensor("logits", steps[i - ids.Length + steps.Length], state.Logits(0), $"step {i}");
        }

        golden.NearTensor("logits", cache.GetProperty("last_logits"), state.Logits(0), "last logits");
        foreach (var part in new[] { "key", "value" })
        {
            var expected = cache.GetProperty($"present_0_{part}");
            var actual = state.Cached($"past_key_values.0.{part}");
            Assert.Equal<IEnumerable<int>>(GoldenModel.Ints(expected.GetProperty("shape")), actual.Shape);
            golden.NearTensor("logits", expected, actual.Values.Span, $"cached {part}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Padded))]
    public void Golden_logits_are_the_same_where_prompts_are_filled_up(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var padding = golden.Golden.GetProperty("left_padding");
        var model = golden.Model.AsDecoder();
        Skip.IfNot(model.Graphs.PadsLeft, "The graph cannot be told which places are filled up; prompts of one length go together.");
        using var state = model.Begin([.. GoldenModel.Texts(padding.GetProperty("texts")).Select(text => model.Prepare(text).Ids)]);
        var logits = Enumerable.Range(0, state.Rows).SelectMany(row => state.Logits(row).ToArray()).ToArray();
        golden.NearTensor("logits", padding.GetProperty("last_logits"), logits, "last logits");
    }

    [SkippableTheory]
    [MemberData(nameof(Sampled))]
    public void Golden_draws_have_transformers_probabilities(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var sampling = golden.Golden.GetProperty("sampling");
        var model = golden.Model.AsDecoder();
        using var state = model.Begin([model.Prepare(sampling.GetProperty("prompt").GetString()!).Ids]);
        golden.NearTensor("logits", sampling.GetProperty("logits"), state.Logits(0), "logits");
        foreach (var one in sampling.GetProperty("cases").EnumerateArray())
        {
            var (ids, probabilities) = Sampling.Distribution(state.Logits(0), GenerationGoldens.SettingsOf(one.GetProperty("settings")) with { Sample = true });
            var expected = GoldenModel.Ints(one.GetProperty("top_ids"));
            Assert.Equal(one.GetProperty("kept").GetInt32(), ids.Length);
            Assert.Equal(expected, ids[..expected.Length]);
            golden.Near("probabilities", one.GetProperty("top_probabilities"), probabilities.AsSpan(0, expected.Length), one.GetProperty("settings").GetRawText());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(FirstSteps))]
    public void Golden_first_steps_and_hidden_states_are_pytorch_s(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        if (golden.Model.Family == ModelFamily.ImageToText)
        {
            var pictures = ImageGoldens.Of(golden).ToArray();
            var states = pictures.Where(picture => picture.Golden.TryGetProperty("encoder_last_hidden_state", out _)).Select(picture => picture.Golden.GetProperty("encoder_last_hidden_state"));
            Check(golden, golden.Model.AsImageToText(), [.. pictures.Select(picture => ImageGoldens.PreparedCrop(golden, picture))], [.. states], _ => null);
        }
        else
        {
            var model = golden.Model.AsTextToText();
            var texts = GoldenModel.Texts(golden.Golden.GetProperty("batch").GetProperty("texts"));
            Check(golden, model, [.. texts.Select(text => model.Prepare(text))], [.. golden.Golden.GetProperty("outputs").GetProperty("encoder_last_hidden_state").EnumerateArray()], row => row.Length);
        }
    }

    private static void Check<TInput, TPrepared>(GoldenModel golden, EncoderDecoder<TInput, TPrepared> model, TPrepared[] rows, System.Text.Json.JsonElement[] states, Func<TPrepared, int?> lengthOf)
    {
        using (var context = model.Encode(rows))
        {
            var hidden = GraphResult.Floats(context.Hidden);
            for (var i = 0; i < states.Length; i++)
            {
                var length = lengthOf(rows[i]) * hidden.Shape[^1] ?? hidden.RowLength;
                golden.NearTensor("logits", states[i], hidden.Row(i)[..length], $"hidden state {i}");
            }
        }

        var expected = golden.Golden.GetProperty("outputs").GetProperty("first_step_logits");
        var count = expected.GetProperty("shape")[0].GetInt32();
        using var state = model.BeginWith(rows[..count]);
        golden.NearTensor("logits", expected, Enumerable.Range(0, count).SelectMany(row => state.Logits(row).ToArray()).ToArray(), "first step");
    }
}
