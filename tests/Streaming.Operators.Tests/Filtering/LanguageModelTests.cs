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
        Assert.Throws<BadInputException>(() => FastTextModel.Read(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData(3, 2, null)]
    [InlineData(2, 2, "fewer rows")]
    [InlineData(3, 1, "fewer rows")]
    public void A_model_whose_matrices_are_too_small_is_refused(int inputRows, int outputRows, string? says)
    {
        var path = Path.GetTempFileName();
        using (var writer = new BinaryWriter(File.Create(path)))
        {
            // The beginning, the settings (a dimension, a softmax, a classifier, two buckets of grams of two), a word and two labels, two matrices.
            int[] head = [793712314, 12, 1, 5, 5, 1, 5, 1, 3, 3, 2, 2, 2, 100];
            Array.ForEach(head, writer.Write);
            writer.Write(0.0);
            Array.ForEach([3, 1, 2], writer.Write);
            writer.Write(10L);
            writer.Write(-1L);
            foreach (var (word, isLabel) in new[] { ("a", false), ("__label__en", true), ("__label__de", true) })
            {
                writer.Write([.. System.Text.Encoding.UTF8.GetBytes(word), 0]);
                writer.Write(5L);
                writer.Write((byte)(isLabel ? 1 : 0));
            }

            foreach (var rows in new[] { inputRows, outputRows })
            {
                writer.Write(false);
                writer.Write((long)rows);
                writer.Write(1L);
                Enumerable.Range(0, rows).ToList().ForEach(row => writer.Write(1f + row));
            }
        }

        if (says is null)
        {
            Assert.Equal("de", FastTextModel.Read(path).Judge("a a").Language);
        }
        else
        {
            Assert.Contains(says, Assert.Throws<BadInputException>(() => FastTextModel.Read(path)).Message, StringComparison.Ordinal);
        }

        File.Delete(path);
    }

    [Fact]
    public void The_tree_of_a_hierarchical_softmax_decides_at_each_inner_node()
    {
        // Counts 5, 2, 1: the two rare labels are joined first, their node then with the frequent one.
        var tree = new FastTextTree([5, 2, 1], 1);

        var (label, score) = tree.Best([1f], [2f, -3f]);

        // At the root "left" is the joined node (weight 3), at which "left" is the rarest label.
        var root = 1 / (1 + Math.Exp(3));
        var (left, right) = ((1 - root) * (1 / (1 + Math.Exp(2))), (1 - root) * (1 / (1 + Math.Exp(-2))));
        Assert.True(right > left && right > root);
        Assert.Equal(1, label);
        Assert.Equal(Math.Log(right), score, 1e-4);
    }

    [Theory]
    [InlineData("der zug nach münchen hat fünfzig minuten verspätung, und die fahrgäste ärgern sich.", "de")]
    [InlineData("the harbour was quiet at dawn, and the boats rocked gently.", "en")]
    [InlineData("les habitants étaient très accueillants.", "fr")]
    [InlineData("今天天气很好。我们去公园散步吧。", "zh")]
    [InlineData("", "")]
    public void Without_a_model_languages_are_told_all_the_same(string text, string language) => Assert.Equal(language, new LinguaJudge().Judge(text).Language);
}
