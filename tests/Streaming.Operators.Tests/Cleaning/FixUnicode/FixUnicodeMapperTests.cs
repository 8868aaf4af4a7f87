using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Tests.Cleaning.FixUnicode;

public sealed class FixUnicodeMapperTests
{
    [Theory]
    [InlineData("NFC", "é \uFB03 10³ cafe", "é ffi 10³ cafe")]
    [InlineData("nfkc", "é \uFB03 10³ cafe", "é ffi 103 cafe")]
    [InlineData("NFD", "é 10³", "e\u0301 10³")]
    [InlineData("nfkd", "é 10³", "e\u0301 103")]
    public async Task The_normalization_may_be_named_in_either_case(string normalization, string text, string expected)
    {
        await using var driver = await OperatorDriver.OpenAsync(new FixUnicodeMapper(new() { Normalization = normalization }));
        await driver.ApplyAsync(text);
        Assert.Equal([expected], driver.Texts);
    }
}
