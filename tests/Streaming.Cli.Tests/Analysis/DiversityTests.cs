using Streaming.Cli.Analysis.Diversity;
using Streaming.Cli.Analysis.Duplicates;
using Streaming.Cli.Analysis.Embeddings;
using Streaming.Cli.Analysis.Sketches;
using Streaming.Cli.Analysis.Texts;

namespace Streaming.Cli.Tests.Analysis;

public sealed class DiversityTests
{
    [Theory]
    [InlineData("Write a short story about a dragon.", "write story")]
    [InlineData("Please summarize the following article: …", "summarize article")]
    [InlineData("Can you give me three tips for staying healthy?", "give tip")]
    [InlineData("Explain how photosynthesis works", "explain ")]
    [InlineData("You are an expert. Translate these sentences into French.", "translate sentence")]
    [InlineData("Classify the sentiment, then stop", "classify sentiment")]
    [InlineData("Create a table", "create table")]
    [InlineData("Translate 你好世界 into English", "translate 世界")]
    [InlineData("The weather was fine and they wrote a story.", null)]
    [InlineData("Was ist das?", null)]
    [InlineData("", null)]
    public void An_instruction_says_what_it_asks_for(string text, string? action) =>
        Assert.Equal(action, InstructionAction.In(text) is var (verb, noun) ? $"{verb} {noun}" : null);

    [Theory]
    [InlineData("Don't STOP, 42 naïve_cafés!", "don t stop 42 naïve cafés")]
    [InlineData("星星月 ok 日", "星星 星月 ok 日")]
    [InlineData("\uD800 a", "a")]
    public void A_text_is_cut_into_terms(string text, string terms)
    {
        var found = new List<string>();
        var walk = new Terms(text);
        while (walk.TryNext(out var term, out var start, out var end))
        {
            Assert.Equal(term, text[start..end].ToLowerInvariant());
            found.Add(term);
        }

        Assert.Equal(terms, string.Join(' ', found));
    }

    [Fact]
    public void Texts_of_two_topics_are_two_groups()
    {
        string[] topics = ["guitar melody rhythm chord orchestra", "rocket orbit planet moon star"];
        var random = new Random(5);
        var rows = Enumerable.Range(0, 200).Select(i => new DrawnRow($"{i % 2}:{i}", string.Join(' ', Enumerable.Range(0, 30).Select(_ => topics[i % 2].Split(' ')[random.Next(5)])), [], null)).ToList();
        var map = ClusterMap.Of(rows, null, null)!;
        Assert.All(map.Points.GroupBy(p => p.Group), g => Assert.Single(g.Select(p => p.Id[0]).Distinct()));

        // Along the first component, or the second, no point of one topic lies among those of the other.
        var (one, other) = (map.Points.Where(p => p.Id[0] == '0').ToList(), map.Points.Where(p => p.Id[0] == '1').ToList());
        Assert.True(one.Max(p => p.X) < other.Min(p => p.X) || other.Max(p => p.X) < one.Min(p => p.X));
        Assert.InRange(map.Explained, 0.3, 1);
    }

    [Fact]
    public void The_plane_of_vectors_on_a_line_is_that_line()
    {
        List<float[]> vectors = [.. Enumerable.Range(0, 30).Select(i => new[] { i, 2f * i, 0, -i })];
        var (places, explained) = PrincipalPlane.Of(vectors);
        Assert.Equal(1, explained, 5);
        Assert.Equal(29 * Math.Sqrt(6), Math.Abs(places[29].X - places[0].X), 3);
    }

    [Fact]
    public void Similar_texts_have_similar_vectors()
    {
        float[] Of(string text) => HashedText.Of(text)!;
        static float Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
        Assert.True(Cosine(Of("the quick brown fox jumps over the lazy dog"), Of("a quick brown fox jumped over the lazy dog")) > 0.5);
        Assert.True(Math.Abs(Cosine(Of("the quick brown fox jumps"), Of("merger filings of quarterly revenue"))) < 0.3);
        Assert.Null(HashedText.Of(" …! "));
    }

    [Fact]
    public void Near_duplicates_are_grouped_through_each_other()
    {
        var near = new NearGroups(0.7);
        var words = Enumerable.Range(0, 120).Select(i => $"word{i}").ToArray();
        near.Add("a", string.Join(' ', words));
        near.Add("b", string.Join(' ', words) + " more");
        near.Add("other", string.Join(' ', words.Select(w => w + "x")));
        near.Add("c", "first " + string.Join(' ', words) + " more");
        near.Add("short", "too short");
        Assert.Equal((1, 2L, 4L, 1L), (near.Count, near.Redundant, near.Compared, near.Short));
        var group = Assert.Single(near.Largest(5));
        Assert.Equal(("a", 3, "b c"), (group.First, group.Size, string.Join(' ', group.Members.Select(m => m.Id))));
    }
}
