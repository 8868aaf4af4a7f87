using System.Text;
using Streaming.Models.Chat;
using Streaming.Models.Operators.Chats;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Chat;

/// <summary>What a conversation's text is, and which of its characters are answers.</summary>
public sealed class ChatTemplateMapperTests
{
    private const string ChatMl =
        "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private const string Llama3 =
        "{% for m in messages %}{% if loop.first %}{{ bos_token }}{% endif %}{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\n\n' + m['content'] | trim + '<|eot_id|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

    private const string Llama2 =
        "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}{% elif m.role == 'assistant' %}{{ ' ' + m.content + ' ' + eos_token }}{% endif %}{% endfor %}";

    private const string Plain = "{% for m in messages %}{{ m.role | capitalize + ': ' + m.content + '\n' }}{% endfor %}";

    private static readonly Dictionary<string, string> Tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    [Theory]
    [InlineData(ChatMl, "It is 4.<|im_end|>", "Sure: 9 🙂<|im_end|>")]
    [InlineData(Llama3, "It is 4.<|eot_id|>", "Sure: 9 🙂<|eot_id|>")]
    [InlineData(Llama2, " It is 4. </s>", " Sure: 9 🙂 </s>")]
    [InlineData(Plain, " It is 4.\n", " Sure: 9 🙂\n")]
    public async Task Answers_are_learned_with_the_token_that_ends_them(string template, params string[] answers)
    {
        var sample = await MapAsync(template, [new("user", "2 + 2? It is 4."), new("assistant", "It is 4."), new("user", "And 🙂 3 × 3?"), new("assistant", "Sure: 9 🙂")]);

        Assert.Equal(answers, Learned(sample));
    }

    [Theory]
    [InlineData(ChatMl, "<|im_end|>", "a<|im_end|>")]
    [InlineData(Llama3, "<|eot_id|>", "a<|eot_id|>")]
    [InlineData(Llama2, "  </s>", " a </s>")]
    [InlineData(Plain, " \n", " a\n")]
    public async Task Of_an_empty_answer_its_end_is_learned(string template, params string[] answers)
    {
        var sample = await MapAsync(template, [new("user", "Say nothing, then a."), new("assistant", ""), new("user", "assistant"), new("assistant", "a")]);

        Assert.Equal(answers, Learned(sample));
    }

    [Theory]
    [InlineData("|>")]
    [InlineData("im_end")]
    [InlineData("0")]
    [InlineData("01\n10")]
    [InlineData("<|im_start|>assistant\n")]
    [InlineData("\U0001F600 \U0001F601\n\n")]
    public async Task Answers_that_look_like_the_template_are_found(string answer)
    {
        var sample = await MapAsync(ChatMl, [new("system", answer), new("user", answer), new("assistant", answer), new("user", answer), new("assistant", answer)]);

        Assert.Equal([answer + "<|im_end|>", answer + "<|im_end|>"], Learned(sample));
    }

    [Fact]
    public async Task The_text_is_what_the_template_writes_and_the_turns_stay()
    {
        ChatTurn[] turns = [new("user", "hi"), new("assistant", "ho")];
        var sample = await MapAsync(Llama3, turns, new() { Model = "none", SystemPrompt = "Be brief.", AddGenerationPrompt = true });

        Assert.Equal(
            "<s><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\nho<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            sample.Text);
        Assert.Equal(turns, sample.Messages);
        Assert.Equal(["ho<|eot_id|>"], Learned(sample));
    }

    [Fact]
    public async Task A_conversation_with_a_system_turn_gets_no_other()
    {
        var sample = await MapAsync(ChatMl, [new("system", "Rhyme."), new("user", "hi"), new("assistant", "pie")], new() { Model = "none", SystemPrompt = "Be brief." });

        Assert.Equal("<|im_start|>system\nRhyme.<|im_end|>\n<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\npie<|im_end|>\n", sample.Text);
    }

    [Fact]
    public async Task All_is_learned_where_that_is_asked_for()
    {
        var sample = await MapAsync(ChatMl, [new("user", "🙂"), new("assistant", "ho")], new() { Model = "none", Learn = LearnedPart.All });

        Assert.Equal([sample.Text], Learned(sample));
    }

    [Fact]
    public async Task A_sample_without_turns_keeps_its_text_and_has_no_spans()
    {
        var sample = await MapAsync(ChatMl, []);

        Assert.Equal("as it was", sample.Text);
        Assert.Null(sample.Meta[LearnedSpans.DefaultName]);
    }

    // Each writes an earlier answer otherwise than the last one, or no answer, or more than one way of an answer.
    [Theory]
    [InlineData("{% for m in messages %}{{ m.role + ':' + (m.content if loop.last else '…') + '#' }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.role + ':' + m.content }}{% if loop.last %}{{ eos_token }}{% endif %}{% endfor %}")]
    [InlineData("{{ messages | length }}{% for m in messages %}{{ m.role + ':' + m.content + '#' }}{% endfor %}")]
    [InlineData("{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{% endfor %}")]
    [InlineData("{% for m in messages | reverse %}{{ m.role + ':' + m.content + '#' }}{% endfor %}")]
    [InlineData("{{ raise_exception('never') }}")]
    public async Task Where_it_cannot_be_told_what_the_answer_is_the_sample_is_buried_and_its_text_untouched(string template)
    {
        await using var driver = await OpenAsync(template, new() { Model = "none" });
        await driver.ApplyAsync([Chat([new("user", "a"), new("assistant", "b"), new("user", "c"), new("assistant", "d")])]);

        Assert.Empty(driver.Out);
        Assert.Contains("chat template", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
        Assert.Contains("as it was", Encoding.UTF8.GetString(driver.DeadLetters[0].Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_without_an_answer_is_buried()
    {
        await using var driver = await OpenAsync(ChatMl, new() { Model = "none" });
        await driver.ApplyAsync([Chat([new("user", "a")])]);

        Assert.Contains("nothing to learn", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_template_is_bad_input()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-chat-").FullName;
        var thrown = await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new ChatTemplateMapper(new() { Model = folder })));

        Assert.Contains("no chat template", thrown.Message, StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    [Fact]
    public void An_input_without_turns_is_refused() =>
        Assert.Throws<BadInputException>(() => new ChatTemplateMapper(new() { Model = "none" }).Describe(RowSchema.Text));

    private static async Task<Sample> MapAsync(string template, ChatTurn[] turns, ChatTemplateMapperOptions? options = null)
    {
        await using var driver = await OpenAsync(template, options ?? new() { Model = "none" });
        await driver.ApplyAsync([Chat(turns)]);
        Assert.Empty(driver.DeadLetters.Select(letter => letter.Error));
        return Assert.Single(driver.Out);
    }

    private static Task<OperatorDriver> OpenAsync(string template, ChatTemplateMapperOptions options) =>
        OperatorDriver.OpenAsync(new ChatTemplateMapper(options, ChatTemplate.Parse(template, Tokens)));

    private static Sample Chat(ChatTurn[] turns)
    {
        var sample = Some.Sample("as it was");
        sample.Messages = turns;
        return sample;
    }

    private static List<string> Learned(Sample sample)
    {
        var runes = sample.Text.EnumerateRunes().ToArray();
        var borders = ((object?[])sample.Meta[LearnedSpans.DefaultName]!).Select(border => (int)(long)border!).ToArray();
        return [.. Enumerable.Range(0, borders.Length / 2).Select(i => string.Concat(runes[borders[2 * i]..borders[(2 * i) + 1]]))];
    }
}
