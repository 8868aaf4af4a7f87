using Streaming.Operators.Safety;

namespace Streaming.Operators.Tests.Safety;

public class PiiFormatterMapperTests
{
    [Fact]
    public async Task The_turn_goes_on_over_texts_and_over_a_restart()
    {
        var options = new PiiFormatterMapperOptions { EmailReplacement = ["<1>", "<2>", "<3>"], IpReplacement = ["<a>", "<b>"] };
        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new PiiFormatterMapper(options));
        await first.ApplyAsync("a@b.de 8.8.8.8", "c@d.de");
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new PiiFormatterMapper(options), state: book);
        await second.ApplyAsync("e@f.de 9.9.9.9 g@h.de");

        Assert.Equal(["<1> <a>", "<2>"], first.Texts);
        Assert.Equal(["<3> <b> <1>"], second.Texts);
    }

    [Theory]
    [InlineData("жann@host.com", "жann@host.com")]
    [InlineData("ж-ann@host.com-", "ж@-")]
    [InlineData("a@b.c@d.e.f", "@@d.e.f")]
    [InlineData("a.@b.cd .a@b.cd a..b@c.de", "a.@b.cd .@ a..@")]
    [InlineData("a@[1.2.3.4] a@[1.2.3.400]", "@ a@[1.2.3.400]")]
    public async Task Addresses_start_at_borders_of_words(string text, string expected)
    {
        var options = new PiiFormatterMapperOptions { EmailReplacement = ["@"], RemoveIps = false, RestartEachText = true };
        await using var driver = await OperatorDriver.OpenAsync(new PiiFormatterMapper(options));
        await driver.ApplyAsync(text);

        Assert.Equal([expected], driver.Texts);
    }
}
