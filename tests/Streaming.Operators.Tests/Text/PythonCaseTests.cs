using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class PythonCaseTests
{
    [Theory]
    [InlineData("ΟΔΥΣΣΕΥΣ ΣΑΣ Σ", "οδυσσευς σας σ")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ'Β", "ασ'β")]
    [InlineData("ΑΣ\u0301", "ας\u0301")]
    [InlineData("'Σ", "'σ")]
    [InlineData("ⅣΣ", "ⅳς")]
    [InlineData("İstanbul", "i\u0307stanbul")]
    [InlineData("𐐀ẞ", "𐐨ß")]
    public void Lower_case_is_that_of_Python(string text, string lower) => Assert.Equal(lower, PythonCase.ToLower(text));
}
