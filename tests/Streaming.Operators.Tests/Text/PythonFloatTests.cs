using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class PythonFloatTests
{
    [Theory]
    [InlineData("10", 10.0)]
    [InlineData(" 42\n", 42.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1_000.5", 1000.5)]
    [InlineData("-.5E-1", -0.05)]
    [InlineData("1.", 1.0)]
    [InlineData("１２", 12.0)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("", null)]
    [InlineData("0x10", null)]
    [InlineData("1__0", null)]
    [InlineData("_1", null)]
    [InlineData("1 2", null)]
    [InlineData("abc", null)]
    [InlineData(".", null)]
    public void Reads_what_Python_reads(string text, double? number) => Assert.Equal(number, PythonFloat.Parse(text));
}
