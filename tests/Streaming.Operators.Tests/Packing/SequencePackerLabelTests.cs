using FsCheck.Xunit;
using Streaming.Operators.Packing;
using Streaming.Tokenizers;

namespace Streaming.Operators.Tests.Packing;

/// <summary>What is learned of packed chats: the answers, token by token, through packs, cuts and restarts.</summary>
public sealed class SequencePackerLabelTests : IDisposable
{
    private readonly ChatFolder _chatMl = new(ChatFolder.ChatMl);
    private readonly ChatFolder _llama = new(ChatFolder.Llama3);

    [Property(MaxTest = 60)]
    public void Learned_tokens_are_the_answers_whatever_the_packs(int seed, byte maxTokens, byte window, bool concatenate, bool llama)
    {
        var (folder, end) = llama ? (_llama.FullPath, "<|eot_id|>") : (_chatMl.FullPath, "<|im_end|>");
        var samples = Chats.Random(seed, 12);
        var options = Chats.Options(folder, 2 + maxTokens, concatenate ? PackingMode.Concatenate : PackingMode.BestFit, 1 + (window % 16));

        var packs = PackAsync(folder, options, samples, new(), restartAfter: null).GetAwaiter().GetResult();

        var expected = samples.ToDictionary(s => s.Id, s => s.Messages.Where(t => t.Role == "assistant").Select(t => t.Content + end).ToArray());
        Assert.Equal(expected, Chats.Learned(packs, TokenizerFile.Load(folder)));
    }

    [Property(MaxTest = 30)]
    public void A_packer_restored_at_any_barrier_goes_on_with_its_labels(int seed, byte maxTokens, byte barrier, bool concatenate)
    {
        var samples = Chats.Random(seed, 14);
        var options = Chats.Options(_chatMl.FullPath, 2 + maxTokens, concatenate ? PackingMode.Concatenate : PackingMode.BestFit);

        var undisturbed = PackAsync(_chatMl.FullPath, options, samples, new(), restartAfter: null).GetAwaiter().GetResult();
        var restarted = PackAsync(_chatMl.FullPath, options, samples, new(), restartAfter: barrier % 15).GetAwaiter().GetResult();

        Assert.Equal(undisturbed.Select(Row), restarted.Select(Row));
    }

    [Fact]
    public async Task A_tokens_first_character_decides()
    {
        await using var packer = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath));
        var tokenizer = TokenizerFile.Load(_chatMl.FullPath);
        Assert.Equal([" the", " harbour"], tokenizer.Encode(" the harbour").Select(id => tokenizer.Decode([id])));

        // From the h on: the token begins at its space, before the span. Up to the h: it begins inside.
        await packer.ApplyAsync([Marked("a", " the harbour", 5, 12), Marked("b", " the harbour", 4, 5), Marked("c", " the harbour", 0, 4, 4, 12)]);
        await packer.FinishAsync();

        var learned = Chats.Learned(packer.Out, tokenizer);
        Assert.Equal([], learned["a"]);
        Assert.Equal([" harbour"], learned["b"]);
        Assert.Equal([" the harbour"], learned["c"]);
    }

    [Fact]
    public async Task Samples_without_spans_are_learned_as_a_whole_with_the_token_that_ends_them()
    {
        await using var packer = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath));
        await packer.ApplyAsync([Some.Sample("the harbour", "plain", 0), Marked("chat", "the harbour", 0, 3)]);
        await packer.FinishAsync();

        var learned = Chats.Learned(packer.Out, TokenizerFile.Load(_chatMl.FullPath));
        Assert.Equal(["the harbour<|endoftext|>"], learned["plain"]);
        Assert.Equal(["the"], learned["chat"]);
    }

    [Theory]
    [InlineData("auto", "auto", "<|im_start|>x<|im_end|>")]
    [InlineData("none", "none", "<|im_start|>x<|im_end|>")]
    [InlineData("<|im_start|>", "<|im_end|>", "<|im_start|>x<|im_end|>")]
    [InlineData("<|begin_of_text|>", "<|endoftext|>", "<|begin_of_text|><|im_start|>x<|im_end|><|endoftext|>")]
    public async Task What_a_template_wrote_is_not_added_again(string begin, string end, string expected)
    {
        await using var packer = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath) with { AddBos = begin, AddEos = end });
        await packer.ApplyAsync([Marked("chat", "<|im_start|>x<|im_end|>", 12, 23)]);
        await packer.FinishAsync();

        var tokenizer = TokenizerFile.Load(_chatMl.FullPath);
        Assert.Equal(expected, tokenizer.Decode(packer.Out[0].Ints("input_ids")));
        Assert.Equal([expected[(expected.IndexOf(">x<", StringComparison.Ordinal) + 1)..]], Chats.Learned(packer.Out, tokenizer)["chat"]);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    [InlineData(0, 12)]
    [InlineData(0, 5, 4, 6)]
    [InlineData(0)]
    public async Task Spans_that_do_not_fit_the_text_bury_the_sample_and_the_others_stay(params int[] spans)
    {
        await using var packer = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath));
        await packer.ApplyAsync([Marked("bad", "the harbour", spans), Marked("good", "the harbour", 0, 11)]);
        await packer.FinishAsync();

        Assert.Contains("do not fit the text", Assert.Single(packer.DeadLetters).Error, StringComparison.Ordinal);
        Assert.Equal(["good"], packer.Out.SelectMany(pack => pack.Names("sample_ids")));
    }

    [Fact]
    public async Task Labels_are_written_only_where_there_are_spans()
    {
        var packer = new SequencePacker(Chats.Options(_chatMl.FullPath));
        var marked = Chats.Schema.With(new(LearnedSpans.DefaultName, LearnedSpans.Type));
        Assert.Null(packer.Describe(Chats.Schema).Find("labels"));
        Assert.Equal(new ListType(ColumnType.Int32), packer.Describe(marked).Find("labels")!.Type);

        await using var plain = await OperatorDriver.OpenAsync(packer, Chats.Schema);
        await using var labelled = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath));
        foreach (var (driver, schema) in new[] { (plain, Chats.Schema), (labelled, marked) })
        {
            await driver.ApplyAsync("the harbour");
            await driver.FinishAsync();
            Assert.Equal(packer.Describe(schema).Columns.Select(c => c.Name), driver.Out[0].Meta.Names);
        }
    }

    [Fact]
    public async Task Labels_are_the_ids_where_all_is_learned()
    {
        await using var packer = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath));
        await packer.ApplyAsync([.. await Chats.MapAsync(_chatMl.FullPath, Chats.Random(17, 9), everything: true)]);
        await packer.FinishAsync();

        Assert.NotEmpty(packer.Out);
        Assert.All(packer.Out, pack => Assert.Equal(pack.Ints("input_ids"), pack.Ints("labels")));
    }

    [Fact]
    public void A_column_that_is_missing_or_of_another_type_is_bad_input()
    {
        Assert.Throws<BadInputException>(() => new SequencePacker(Chats.Options(_chatMl.FullPath) with { LabelsKey = "mask" }).Describe(Chats.Schema));
        Assert.Throws<BadInputException>(() => new SequencePacker(Chats.Options(_chatMl.FullPath) with { LabelsKey = "text" }).Describe(Chats.Schema));
    }

    [Fact]
    public async Task State_from_before_there_were_labels_is_read_and_written_as_long_as_there_are_none()
    {
        var state = new StateBook();
        var before = await OperatorDriver.OpenAsync(new SequencePacker(Chats.Options(_chatMl.FullPath)), Chats.Schema);
        await before.ApplyAsync([Some.Sample("the harbour", "old")]);
        before.Save(state);
        Assert.Equal(1, state.Splits[Some.Split][0]);

        await using var after = await Chats.PackerAsync(Chats.Options(_chatMl.FullPath), state);
        await after.ApplyAsync([Marked("new", "the harbour", 0, 3)]);
        after.Save(state);
        await after.FinishAsync();

        Assert.Equal(2, state.Splits[Some.Split][0]);
        var learned = Chats.Learned(after.Out, TokenizerFile.Load(_chatMl.FullPath));
        Assert.Equal(["the harbour<|endoftext|>"], learned["old"]);
        Assert.Equal(["the"], learned["new"]);
    }

    [SkippableFact]
    public async Task The_answers_of_a_llama_are_learned()
    {
        var folder = TestModels.Find("tiny-llama");
        Skip.If(folder is null, "tiny-llama is not here.");
        var samples = new[]
        {
            Chats.Chat(0, new("system", "Be brief."), new("user", "How was the harbour?"), new("assistant", "The harbour was quiet.")),
            Chats.Chat(1, new("user", "And the boats?"), new("assistant", ""), new("user", "Well?"), new("assistant", "They rocked gently.")),
        };

        var packs = await PackAsync(folder, Chats.Options(folder, 48), samples, new(), restartAfter: 1);

        var tokenizer = TokenizerFile.Load(folder);
        var learned = Chats.Learned(packs, tokenizer);
        Assert.Equal(["The harbour was quiet.<|eot_id|>"], learned["d0"]);
        Assert.Equal(["<|eot_id|>", "They rocked gently.<|eot_id|>"], learned["d1"]);
        Assert.Equal(2, packs.Sum(pack => pack.Ints("input_ids").Count(id => id == tokenizer.IdOf("<|begin_of_text|>"))));
    }

    public void Dispose()
    {
        _chatMl.Dispose();
        _llama.Dispose();
    }

    private static Sample Marked(string id, string text, params int[] spans)
    {
        var sample = Some.Sample(text, id);
        sample.Meta[LearnedSpans.DefaultName] = spans.Select(border => (object?)(long)border).ToArray();
        return sample;
    }

    private static string Row(Sample pack) => $"{pack.Row()} {string.Join(',', pack.Ints("labels"))}";

    private static async Task<List<Sample>> PackAsync(string folder, SequencePackerOptions options, Sample[] samples, StateBook state, int? restartAfter)
    {
        var mapped = await Chats.MapAsync(folder, samples);
        var packer = await Chats.PackerAsync(options);
        var packs = new List<Sample>();
        for (var i = 0; i < mapped.Count; i++)
        {
            if (i == restartAfter)
            {
                packer.Save(state);
                packs.AddRange(packer.Out);
                packer = await Chats.PackerAsync(options, state);
            }

            await packer.ApplyAsync([mapped[i]]);
        }

        await packer.FinishAsync();
        packs.AddRange(packer.Out);
        return packs;
    }
}
