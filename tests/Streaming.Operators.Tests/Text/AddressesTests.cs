using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Tests.Text;

public class AddressesTests
{
    private static readonly string[] Parts = ["a", "Bc", "@", "@", ".", ".com", "-", "+", "_", " ", "\n", "é", "中", "𝐀", "1", "<", "a@b.c"];

    private static readonly PatternReplacement Whole = new(Addresses.Pattern, @"[\g<0>]");

    [Property(MaxTest = 2000)]
    public Property Searching_run_by_run_finds_what_the_expression_finds_in_the_whole() => Prop.ForAll(
        Gen.Elements(Parts).ArrayOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text => MarkedRuns.Replace<Addresses>(text, Whole) == Whole.Replace(text));

    [Fact]
    public void A_text_without_addresses_stays_the_same_instance()
    {
        var text = "at 5 @ the quay, x@Y.COM";

        Assert.Same(text, MarkedRuns.Replace<Addresses>(text, Whole));
    }
}
