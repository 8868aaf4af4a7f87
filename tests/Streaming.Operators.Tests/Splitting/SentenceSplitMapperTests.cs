using Streaming.Operators.Splitting.Punkt;

namespace Streaming.Operators.Tests.Splitting;

public class SentenceSplitMapperTests
{
    private static readonly PunktParameters Parameters = new()
    {
        Abbreviations = new HashSet<string> { "dr", "etc", "co" },
        Collocations = new HashSet<(string, string)> { ("st", "petersburg") },
        SentenceStarters = new HashSet<string> { "however" },
        Contexts = new Dictionary<string, OrthographicContext>
        {
            ["the"] = OrthographicContext.LowerWithin | OrthographicContext.UpperAtStart,
            ["smith"] = OrthographicContext.UpperWithin,
        },
    };

    [Theory]
    [InlineData("Dr. Smith came. He left.", "Dr. Smith came.|He left.")]
    [InlineData("Apples etc. The end.", "Apples etc.|The end.")]
    [InlineData("Apples etc. However it was.", "Apples etc.|However it was.")]
    [InlineData("In St. Petersburg it rains.", "In St. Petersburg it rains.")]
    [InlineData("J. Smith and j. the rest.", "J. Smith and j. the rest.")]
    [InlineData("On the 3. day it ended.", "On the 3. day it ended.")]
    [InlineData("\"Is it?\" He said (no.) And \u201cso on.\u201d Yes", "\"Is it?\"|He said (no.)|And \u201cso on.\u201d|Yes")]
    [InlineData("Wait... the rest\n\nWell!! Now?\n", "Wait... the rest\n\nWell!!|Now?")]
    [InlineData("  ab. \u3000cd.  ", "  ab.|cd.")]
    [InlineData("Great & Co. -- yes. \U0001F600 ok. \U0001F600", "Great & Co. -- yes.|\U0001F600 ok.|\U0001F600")]
    [InlineData("", "")]
    public void Sentences_end_where_Punkt_says(string text, string sentences) =>
        Assert.Equal(sentences, string.Join('|', new PunktSplitter(Parameters).Split(text).Select(range => text[range])));

    [Fact]
    public async Task Without_a_model_common_abbreviations_are_known_and_a_warning_says_so()
    {
        await using var driver = await OperatorDriver.OpenAsync(new Streaming.Operators.Splitting.SentenceSplitMapper(new() { Lang = "no_such_language" }));
        await driver.ApplyAsync("Mr. Lee left. It rained.");

        Assert.Equal(["Mr. Lee left.\nIt rained."], driver.Texts);
        Assert.Contains("Punkt", Assert.Single(driver.Warnings), StringComparison.Ordinal);
    }
}
