using Streaming.Topologies;

namespace Streaming.Operators.Tests.Cleaning;

public class TextMapperTests
{
    [Theory]
    [InlineData("clean_ip_mapper", "{ repl: X }", "at 10.0.0.255:80 or 1.2.3, 1.2.3.4.5 and 2001:0db8:85a3:0000:0000:8a2e:0370:7334!", "at X:80 or 1.2.3, X.5 and X!")]
    [InlineData("clean_ip_mapper", "{ repl: X }", "1256.30.1.2", "12X")]
    [InlineData("clean_ip_mapper", "{ pattern: '\\d+', repl: '<\\g<0>>' }", "a 1.2", "a <1>.<2>")]
    [InlineData("punctuation_normalization_mapper", "{}", "“你好”，（１）—…『x』‘y’😀", "\"你好\",(\") - ...『x』‘y'😀")]
    [InlineData("replace_content_mapper", "{ pattern: [a, 'b(.)'], repl: ['', '\\1'] }", "aXbab\n", "Xb\n")]
    [InlineData("replace_content_mapper", "{}", "same", "same")]
    [InlineData("remove_specific_chars_mapper", "{ chars_to_remove: [ab, '😀', ']'] }", "a😀b]c\U0001F601◆", "c\U0001F601◆")]
    [InlineData("remove_specific_chars_mapper", "{ chars_to_remove: [] }", "a◆", "a◆")]
    [InlineData("remove_long_words_mapper", "{ max_len: 3 }", " 😀😀😀 abcd\t\t(abc)\n\nab  c\tlonger\r", "😀😀😀\t(abc)\nab c")]
    [InlineData("remove_long_words_mapper", "{ min_len: 2, max_len: 3 }", "a ab ... abc", "ab ... abc")]
    [InlineData("remove_words_with_incorrect_substrings_mapper", "{}", "//note see http://x.y or (www.z)\tend", "//note see or\tend")]
    [InlineData("remove_non_chinese_character_mapper", "{}", "你好 World1（é）—“·”\n😀!", "你好 World1（）—“·”!")]
    [InlineData("remove_non_chinese_character_mapper", "{ keep_punc: false, keep_number: false }", "你好 World1!", "你好World")]
    [InlineData("remove_repeat_sentences_mapper", "{}", "One two. One, two! Ж. Ж.\nOne two.", "One two. Ж. Ж.\n")]
    [InlineData("remove_repeat_sentences_mapper", "{ lowercase: true, ignore_special_character: false, min_repeat_sentence_length: 4 }", "ΟΔΟΣ! οδος! No.no.", "ΟΔΟΣ! No.no.")]
    public async Task Changes_texts(string name, string options, string before, string after)
    {
        var entry = OperatorCatalog.Default.Find(OperatorRole.Step, name)!;
        var (bound, problems) = OptionsBinder.Bind(entry, options, AppContext.BaseDirectory);
        Assert.Empty(problems);
        await using var driver = await OperatorDriver.OpenAsync((Operator)new OperatorSpec(name, entry.Implementation, bound, new(1, 1)).Create());
        await driver.ApplyAsync(before, "", after);

        Assert.Empty(driver.DeadLetters);
        Assert.Equal(after, driver.Texts[0]);
        Assert.Equal("", driver.Texts[1]);
    }

    [Theory]
    [InlineData("{ pattern: [a, b, c], repl: [x, y] }", "3 patterns and 2 replacements")]
    [InlineData("{ pattern: [a, '('] }", "not closed")]
    [InlineData("{ pattern: a, repl: '\\q' }", "escape")]
    public void Replacements_that_do_not_fit_are_a_problem_of_the_topology(string options, string reason)
    {
        var (_, problems) = OptionsBinder.Bind(OperatorCatalog.Default.Find(OperatorRole.Step, "replace_content_mapper")!, options, AppContext.BaseDirectory);

        Assert.Contains(reason, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Macros_of_macros_do_not_explode()
    {
        var definitions = Enumerable.Range('a', 20).Select(c => $"\\def\\{(char)c}{{{string.Concat(Enumerable.Repeat($"\\{(char)(c + 1)} ", 20))}}}");
        await using var driver = await OperatorDriver.OpenAsync(new Streaming.Operators.Cleaning.Latex.ExpandMacroMapper());
        await driver.ApplyAsync(string.Join('\n', definitions) + "\n\\a !");

        Assert.Contains("macros", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
    }
}
