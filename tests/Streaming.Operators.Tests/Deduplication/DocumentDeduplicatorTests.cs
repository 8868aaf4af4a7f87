using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Xunit;
using Streaming.Operators.Deduplication;

namespace Streaming.Operators.Tests.Deduplication;

public class DocumentDeduplicatorTests
{
    [SkippableFact]
    public async Task Hashes_and_survivors_are_those_of_DataJuicer()
    {
        foreach (var golden in Golden.CasesOf("document_deduplicator"))
        {
            var @operator = new DocumentDeduplicator(new() { Lowercase = golden.Flag("lowercase", false), IgnoreNonCharacter = golden.Flag("ignore_non_character", false) });
            var hashes = golden.Inputs.Select(s => Convert.ToHexStringLower(@operator.HashesOf(s)[0]));
            Assert.Equal(golden.Hashes.Select(h => h.GetProperty("__dj__hash").GetString()), hashes);

            await using var driver = await OperatorDriver.OpenAsync(@operator);
            await driver.ApplyAsync(golden.Inputs);
            Assert.Equal(golden.Kept, driver.Out.Select(s => s.Id));
        }
    }

    [Fact]
    public async Task The_first_one_seen_stays_and_the_others_are_rejected_with_a_reason()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new()));

        await driver.ApplyAsync("one", "two");
        await driver.ApplyAsync(" one\n", "three", "three");

        Assert.Equal(["one", "two", "three"], driver.Texts);
        Assert.Equal(["s2", "s4"], driver.Rejected.Select(r => r.Sample.Id));
        Assert.All(driver.Rejected, r => Assert.Equal("duplicate of an earlier sample", r.Why.Reason));
    }

    [Theory]
    [InlineData("Straße 12, €!", "straße€")]
    [InlineData("a\u001Cb", "a\u001Cb")] // an information separator is white space to strip(), not to \s
    [InlineData("٣𝟗x", "x")] // decimal digits of any script and plane
    [InlineData("½²x", "½²x")] // other numbers are no digits
    public void Non_characters_are_white_space_digits_and_ASCII_punctuation(string text, string same)
    {
        var @operator = new DocumentDeduplicator(new() { Lowercase = true, IgnoreNonCharacter = true });
        var exact = new DocumentDeduplicator(new());

        Assert.Equal(exact.HashesOf(Some.Sample(same)), @operator.HashesOf(Some.Sample(text)));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    [SuppressMessage("Security", "CA5351", Justification = "The operator's hash.")]
    public void A_long_text_has_the_hash_of_its_bytes_wherever_it_is_cut(int before)
    {
        // A pair, a lone half and a letter of two bytes around the place.
        var text = new string('x', before) + "😀\uD83Dé" + new string('y', 70_000);

        var digest = new DocumentDeduplicator(new()).HashesOf(Some.Sample(text))[0];

        Assert.Equal(MD5.HashData(Encoding.UTF8.GetBytes(text)), digest);
    }

    [Property]
    public void Survivors_are_those_of_brute_force_however_little_memory_there_is(int[] texts, byte spread)
    {
        var stream = texts.SelectMany(t => new[] { t, t % (spread + 1) }).Select((t, i) => Some.Sample($"{t}", position: i)).ToArray();

        var kept = Keys.Passes.InBatches(new DocumentDeduplicator(new()), stream, memoryLimit: 16 << 10);

        Assert.Equal(stream.DistinctBy(s => s.Text).Select(s => s.Id), kept.Select(s => s.Id));
    }

    [Property(MaxTest = 30)]
    public void A_pass_that_crashes_after_every_barrier_keeps_what_an_undisturbed_one_does(byte[] texts, byte[] steps)
    {
        var stream = texts.Concat(texts).Select((t, i) => Some.Sample($"{t}", position: i)).ToArray();
        var barriers = steps.Aggregate(new List<int> { 0 }, (all, step) => [.. all, Math.Min(stream.Length, all[^1] + (step % 20))]);

        var crashed = Keys.Passes.WithCrashes(() => new DocumentDeduplicator(new()), stream, barriers, memoryLimit: 1024);

        Assert.Equal(stream.DistinctBy(s => s.Text).Select(s => s.Id), crashed.Select(s => s.Id));
    }

    [Fact]
    public async Task Sixteen_bytes_of_state_are_logged_for_each_distinct_text_and_a_few_for_each_barrier()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new()));
        var book = new StateBook();
        await driver.ApplyAsync(Enumerable.Range(0, 2000).Select(i => Some.Sample($"{i % 1000}", position: i)));

        driver.Save(book);
        driver.Save(book);

        Assert.Equal((16 * 1000) + 22, Assert.Single(book.Log).Length);
    }

    [Fact]
    public async Task State_made_with_other_options_is_refused()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new()));
        await driver.ApplyAsync("text");
        var book = new StateBook();
        driver.Save(book);

        await Assert.ThrowsAsync<BadInputException>(() => OperatorDriver.OpenAsync(new DocumentDeduplicator(new() { Lowercase = true }), state: book));
    }

    [Fact]
    public async Task What_is_held_is_charged_to_the_memory_budget_and_stays_within_an_eighth_of_it()
    {
        const long Limit = 1 << 20;
        await using var driver = await OperatorDriver.OpenAsync(new DocumentDeduplicator(new()), memoryLimit: Limit);
        var book = new StateBook();

        for (var batch = 0; batch < 400; batch++)
        {
            await driver.ApplyAsync(Enumerable.Range(batch * 64, 64).Select(i => Some.Sample($"{i}", position: i)));
            driver.Save(book);
        }

        Assert.InRange(driver.Memory.Peak, Limit / 32, Limit / 8);
        Assert.Equal(400 * 64, driver.Out.Count);
    }
}
