using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Filtering.Languages;

namespace Streaming.Operators.Tests.Filtering;

public class LanguageModelTests
{
    private const string Arpa = """
        \data\
        ngram 1=5
        ngram 2=3
        ngram 3=1

        \1-grams:
        -99	<s>	-0.5
        -1	</s>
        -0.75	a	-0.25
        -1.25	b	-0.125
        -2	<unk>

        \2-grams:
        -0.3	<s> a	-0.0625
        -0.4	a b	-0.03125
        -0.6	b </s>

        \3-grams:
        -0.1	<s> a b

        \end\
        """;

    [Theory]
    [InlineData("a b", -0.3 - 0.1 - 0.03125 - 0.6)]
    [InlineData("b a", -0.5 - 1.25 - 0.125 - 0.75 - 0.25 - 1)]
    [InlineData("a  zz\tb", -0.3 - 0.0625 - 0.25 - 2 - 1.25 - 0.6)]
    [InlineData("", -0.5 - 1)]
    public void N_grams_back_off(string line, double score)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Arpa.Replace("\r", "", StringComparison.Ordinal));

        Assert.Equal(score, NgramModel.Read(path).Score(line), 5);
        File.Delete(path);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "mmap lm http://kheafield.com/code format version 5\n\0");

        Assert.Contains("ARPA", Assert.Throws<BadInputException>(() => NgramModel.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("der zug nach münchen hat fünfzig minuten verspätung, und die fahrgäste ärgern sich.", "de")]
    [InlineData("the harbour was quiet at dawn, and the boats rocked gently.", "en")]
    [InlineData("les habitants étaient très accueillants.", "fr")]
    [InlineData("今天天气很好。我们去公园散步吧。", "zh")]
    [InlineData("", "")]
    public void Without_a_model_languages_are_told_all_the_same(string text, string language) => Assert.Equal(language, new LinguaJudge().Judge(text).Language);
}
