using FsCheck.Xunit;
using Streaming.Operators.Deduplication.Substrings;

namespace Streaming.Operators.Tests.Deduplication;

public class ExactSubstringDeduplicatorTests
{
    private static readonly ExactSubstringDeduplicatorOptions Short = new() { MinWords = 3, MinDocWords = 1 };

    [Fact]
    public async Task Runs_seen_before_are_cut_out_as_long_as_they_are()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(Short));
        await driver.ApplyAsync("one two three four five six", "x two\n three four five y z", "one two x", "six one two  three");

        Assert.Equal(["one two three four five six", "x y z", "one two x", "six"], driver.Texts);
    }

    [Fact]
    public async Task A_text_repeats_itself_but_not_over_its_own_end()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(Short));
        await driver.ApplyAsync("a b c d a b c e", "q q q q q");

        Assert.Equal(["a b c d e", "q q q q q"], driver.Texts);
    }

    [Fact]
    public async Task What_is_left_may_be_too_little()
    {
        await using var driver = await OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(Short with { MinDocWords = 2 }));
        await driver.ApplyAsync("a b c", "a b c d", "a b c d e");

        Assert.Equal(["a b c"], driver.Texts);
        Assert.Equal([1.0, 1.0], driver.Rejected.Select(r => r.Why.Value ?? 0));
        Assert.Equal("a b c d", driver.Rejected[0].Sample.Text);
    }

    [Fact]
    public async Task The_window_forgets_and_goes_on_after_a_restart()
    {
        var options = Short with { Window = 2 };
        var book = new StateBook();
        await using var first = await OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(options));
        await first.ApplyAsync("a b c", "d e f");
        first.Save(book);
        await using var second = await OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(options), state: book);
        await second.ApplyAsync("x d e f", "a b c y", "d e f z");

        Assert.Equal(["x", "a b c y", "z"], second.Texts);
        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(options with { MinWords = 4 }), state: book));
    }

    [Property(MaxTest = 200)]
    public void Cut_are_the_words_of_runs_that_brute_force_finds(byte[] first, byte[] second)
    {
        var (a, b) = (Words(first), Words(second));
        using var driver = new Running(Short);
        var texts = driver.Pass(string.Join(' ', a), string.Join(' ', b));

        // Of the second text alone what is repeated over itself counts too: it is left out of the comparison.
        var own = Grams(b).GroupBy(g => g).Any(g => g.Count() > 1);
        var expected = b.Where((_, i) => !Enumerable.Range(Math.Max(0, i - 2), 3).Any(at => at <= i && at + 3 <= b.Length && Grams(a).Contains(string.Join(' ', b[at..(at + 3)]))));
        Assert.True(own || texts.Count < 2 || texts[1] == string.Join(' ', expected), $"{string.Join(' ', a)} | {string.Join(' ', b)} gave {string.Join(" | ", texts)}");
    }

    private static string[] Words(byte[] letters) => [.. letters.Select(l => ((char)('a' + (l % 4))).ToString())];

    private static List<string> Grams(string[] words) => [.. Enumerable.Range(0, Math.Max(0, words.Length - 2)).Select(i => string.Join(' ', words[i..(i + 3)]))];

    private sealed class Running(ExactSubstringDeduplicatorOptions options) : IDisposable
    {
        private readonly OperatorDriver _driver = OperatorDriver.OpenAsync(new ExactSubstringDeduplicator(options)).GetAwaiter().GetResult();

        public IReadOnlyList<string> Pass(params string[] texts)
        {
            _driver.ApplyAsync(texts).GetAwaiter().GetResult();
            return _driver.Texts;
        }

        public void Dispose() => _driver.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
