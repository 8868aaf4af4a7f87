using Streaming.Operators.Safety;

namespace Streaming.Operators.Tests.Safety;

public class PiiRedactionMapperTests
{
    [Theory]
    [InlineData("no secrets here", "no secrets here")]
    [InlineData("at 10.0.0.1, not 10.0.0.1234 or 300.1.1.1", "at [IP_REDACTED], not 10.0.0.1234 or 300.1.1.1")]
    [InlineData("[::1]:80 [fe80::1] [12:30]", "[IP_REDACTED] [IP_REDACTED] [12:30]")]
    [InlineData("\"/tmp/a b\" (C:\\x) \\\\srv\\share/usr/bin", "\"[PATH_REDACTED] b\" ([PATH_REDACTED]) [PATH_REDACTED]")]
    [InlineData("API-KEY = 'abc' Token:\u00A0x,y", "API-KEY = '[REDACTED]' Token:\u00A0[REDACTED],y")]
    [InlineData("trace_id: 7-8 done", "trace_id[ID_REDACTED] done")]
    [InlineData("Channel=飞书 uid_0123456789abcdefXY", "Channel=[CHANNEL_ID_REDACTED] [CHANNEL_ID_REDACTED]")]
    [InlineData("+1 5551234567 x13812345678 \U0001F60013812345678", "[PHONE_REDACTED] x13812345678 \U0001F600[PHONE_REDACTED]")]
    [InlineData("-----BEGIN RSA KEY-----\nA\n-----END RSA KEY-----!", "[PEM_REDACTED]!")]
    public async Task Replaces(string before, string after)
    {
        await using var driver = await OperatorDriver.OpenAsync(new PiiRedactionMapper(new()));
        await driver.ApplyAsync(before);

        Assert.Equal([after], driver.Texts);
    }

    [Fact]
    public async Task Conversations_and_columns_are_looked_at_too()
    {
        await using var driver = await OperatorDriver.OpenAsync(new PiiRedactionMapper(new() { EmailReplacement = "@", ExtraPatterns = [["("], ["b+", "B"]] }));
        var sample = Some.Sample("a@b.cd");
        sample.Messages = [new("user", "I am x@y.org")];
        sample.Meta["response"] = "abba";
        sample.Meta["dialog_history"] = new object?[] { new object?[] { "q@r.st", null } };
        sample.Meta["other"] = "a@b.cd";
        await driver.ApplyAsync([sample]);

        Assert.Equal(("@", "I am @", "aBa", "a@b.cd"), (sample.Text, sample.Messages[0].Content, sample.Meta["response"], sample.Meta["other"]));
        Assert.Equal("@", ((object?[])((object?[])sample.Meta["dialog_history"]!)[0]!)[0]);
        Assert.Single(driver.Warnings);
    }
}
