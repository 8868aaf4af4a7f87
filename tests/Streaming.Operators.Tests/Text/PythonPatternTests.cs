using System.Text.Json;
using System.Text.RegularExpressions;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Tests.Text;

public class PythonPatternTests
{
    private static readonly JsonElement Recording = Recorded.Open("python-patterns.json");

    private static readonly string[] Texts = [.. Recording.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var each in Recording.GetProperty("cases").EnumerateArray())
            {
                data.Add(each.GetProperty("pattern").GetString()!, each.GetProperty("replacement").GetString()!);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replaces_what_Pythons_regex_module_replaces(string pattern, string replacement)
    {
        var recorded = Recording.GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("pattern").GetString() == pattern && c.GetProperty("replacement").GetString() == replacement);
        var replaced = new PatternReplacement(pattern, replacement);

        Assert.Equal(recorded.GetProperty("results").EnumerateArray().Select(r => r.GetString()), Texts.Select(replaced.Replace));
    }

    [Theory]
    [InlineData("(a", "not closed")]
    [InlineData("a)", "not open")]
    [InlineData("[a", "not closed")]
    [InlineData("[z-a]", "ends before it starts")]
    [InlineData("*a", "nothing for '*' to repeat")]
    [InlineData("a\\", "single backslash")]
    [InlineData(@"\q", "escape \\q")]
    [InlineData(@"\K", "escape \\K")]
    [InlineData(@"(?R)", "not supported")]
    [InlineData(@"(?|a|b)", "not supported")]
    [InlineData(@"\p{Han}", "property 'Han'")]
    [InlineData(@"[[:alpha:]]", "[:alpha:]")]
    [InlineData(@"(?V1)a", "flag")]
    [InlineData(@"(?:abc){e<=1}", "Fuzzy")]
    [InlineData(@"(?P<a>x)(?P<a>y)", "twice")]
    [InlineData(@"\2(a)", "no group '2'")]
    [InlineData(@"\x4", "hexadecimal")]
    public void What_cannot_be_used_is_refused_with_the_reason(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => PythonPattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", @"\1")]
    [InlineData("(?P<n>a)", @"\g<m>")]
    [InlineData("a", @"\q")]
    [InlineData("a", "\\")]
    public void A_replacement_that_does_not_fit_is_refused(string pattern, string replacement) =>
        Assert.Throws<BadInputException>(() => new PatternReplacement(pattern, replacement));

    [Fact]
    public void Patterns_without_references_and_looks_run_in_linear_time() => Assert.True(PythonPattern.Parse(Links.Pattern).IsLinear);

    [Fact]
    public void A_pattern_that_takes_for_ever_gives_up()
    {
        var pattern = PythonPattern.Parse(@"(?<=(a+)+)c|^(?=a)(?:a|aa)+$", dotAll: true, TimeSpan.FromMilliseconds(50));
        var template = ReplacementTemplate.Parse("");

        Assert.Throws<RegexMatchTimeoutException>(() => pattern.Replace(new string('a', 100) + "!", template));
    }

    [Fact]
    public void A_pattern_of_hundreds_of_characters_sees_the_end_of_the_text()
    {
        var words = string.Join('|', Enumerable.Range(0x4E00, 300).Select(c => $"{(char)c}a"));

        Assert.Equal("a--", new PatternReplacement($"{words}|[\\n!]", "-").Replace("a!\n"));
    }

    [Fact]
    public void Stand_ins_are_of_the_categories_that_they_stand_for() => Assert.All(
        OneUnitText.StandIns.Select((c, i) => (c, i)),
        s => Assert.Equal((System.Globalization.UnicodeCategory)s.i, char.GetUnicodeCategory(s.c)));
}
