using Streaming.Operators.Selection;
using Streaming.Operators.Selection.Concepts;

namespace Streaming.Operators.Tests.Selection;

public class ConceptBalanceSelectorTests
{
    [Fact]
    public void All_phrases_are_found_also_within_each_other_but_only_as_whole_words()
    {
        var trie = new ConceptTrie(["he", "she", "hers", "his ship", "", "he", "船", "É"], ignoreCase: true);
        string[] Find(string text)
        {
            var found = new HashSet<int>();
            trie.Find(text, found);
            return [.. found.Select(f => trie.Phrases[f]).Order(StringComparer.Ordinal)];
        }

        Assert.Equal(["he", "she"], Find("She said: he is."));
        Assert.Empty(Find("ushers"));
        Assert.Equal(["his ship"], Find("this ship, \n HIS\t\n ship"));
        Assert.Equal(["船"], Find("渔船在港口"));
        Assert.Equal(["é"], Find("é"));
        Assert.Empty(Find(""));
    }

    [Fact]
    public void Finding_is_the_same_as_looking_for_each_phrase()
    {
        var random = new Random(7);
        string Word() => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (char)('a' + random.Next(2)))]);
        for (var round = 0; round < 300; round++)
        {
            var phrases = Enumerable.Range(0, 8).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Word()))).Distinct().ToArray();
            var text = string.Join(' ', Enumerable.Range(0, 20).Select(_ => Word()));
            var found = new HashSet<int>();
            new ConceptTrie(phrases, ignoreCase: false).Find(text, found);
            Assert.Equal(Enumerable.Range(0, phrases.Length).Where(i => $" {text} ".Contains($" {phrases[i]} ", StringComparison.Ordinal)), found.Order());
        }
    }

    [Fact]
    public async Task The_head_is_cut_to_the_limit_and_the_tail_stays_whole()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ConceptBalanceSelector(new() { Concepts = ["dog", "axolotl"], MaxPerConcept = 200 }));
        await driver.ApplyAsync([.. Enumerable.Range(0, 4_000).Select(i => $"a dog, number {i}")]);
        await driver.ApplyAsync([.. Enumerable.Range(0, 50).Select(i => $"axolotl and dog {i}")]);
        await driver.ApplyAsync("nothing of this", "dogs");
        await driver.FinishAsync();
        Assert.Equal(50, driver.Texts.Count(t => t.StartsWith("axolotl", StringComparison.Ordinal)));
        Assert.InRange(driver.Out.Count - 50, 150, 250);
        Assert.Equal(2, driver.Rejected.Count(r => r.Why.Reason == "holds no concept"));
        Assert.Equal(4_052, driver.Out.Count + driver.Rejected.Count);
    }
}
