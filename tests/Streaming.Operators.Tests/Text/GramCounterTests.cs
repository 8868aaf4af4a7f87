using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class GramCounterTests
{
    [Property(MaxTest = 500)]
    public Property Counts_are_those_of_a_dictionary() => Prop.ForAll(
        Gen.Elements("abcA ".ToCharArray()).ArrayOf().Select(c => new string(c)).ToArbitrary(),
        Gen.Choose(1, 4).ToArbitrary(),
        (text, n) => Figures(text, n) == Expected(text, n));

    [Fact]
    public void Texts_that_are_counted_in_several_passes_give_the_same()
    {
        var random = new Random(7);
        var text = new string([.. Enumerable.Range(0, 1_300_000).Select(_ => (char)('a' + random.Next(12)))]);

        Assert.Equal(Expected(text, 5), Figures(text, 5));
    }

    [Fact]
    public void Equal_words_elsewhere_in_the_text_are_equal()
    {
        const string Text = "one two one two one three";
        var words = Words.Split(Text);
        var tally = new GramTally();
        GramCounter.Count(new WordSequence(Text, words.Items), 2, tally);
        words.Dispose();

        Assert.Equal((5, 3, 4), (tally.Total, tally.Distinct, tally.Repeated));
    }

    private static (long Total, long Distinct, long Repeated, long Most) Figures(string text, int n)
    {
        var tally = new GramTally();
        GramCounter.Count(new UnitSequence(text), n, tally);
        return (tally.Total, tally.Distinct, tally.Repeated, tally.SumOfMostFrequent(3));
    }

    private static (long Total, long Distinct, long Repeated, long Most) Expected(string text, int n)
    {
        var counts = new Dictionary<string, int>();
        for (var i = 0; i + n <= text.Length; i++)
        {
            var gram = text.Substring(i, n);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        var all = counts.Values.OrderDescending().ToList();
        return (all.Sum(), all.Count, all.Where(c => c > 1).Sum(), all.Take(3).Sum());
    }
}
