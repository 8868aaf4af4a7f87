using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Tests.Deduplication.Keys;

namespace Streaming.Operators.Tests.Deduplication;

public class MinHashStreamTests
{
    // Of three words a shingle and few bands: quick, and with chance collisions.
    private static readonly DocumentMinhashDeduplicatorOptions Small = new() { WindowSize = 3, NumPermutations = 32, JaccardThreshold = 0.5 };

    [Theory]
    [InlineData(ShingleHashing.Sha1)]
    [InlineData(ShingleHashing.Xxh3)]
    internal async Task A_near_copy_is_rejected_and_another_text_is_kept(ShingleHashing hash)
    {
        var (original, copy) = NearDuplicates.Pair(300, 0.01, new(5));
        var (other, _) = NearDuplicates.Pair(300, 0.01, new(6));
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(new() { Hash = hash }));

        await driver.ApplyAsync(original, other, copy.ToUpperInvariant());

        Assert.Equal([original, other], driver.Texts);
        Assert.Equal(("near-duplicate of an earlier sample", "Jaccard 0.7"), Assert.Single(driver.Rejected).Why is var why ? (why.Reason, why.Threshold) : default);
    }

    [Property(MaxTest = 20)]
    public void A_sample_is_rejected_exactly_when_it_shares_a_band_with_any_earlier_one(int seed)
    {
        var stream = SamplesOf(seed, 60);
        var bands = BandsOf(stream);

        var kept = Passes.InBatches(new DocumentMinhashDeduplicator(Small), stream);

        var expected = stream.Where((_, i) => !Enumerable.Range(0, i).Any(earlier => bands[i].Overlaps(bands[earlier])));
        Assert.Equal(expected.Select(s => s.Id), kept.Select(s => s.Id));
    }

    [Property(MaxTest = 20)]
    public void A_pass_that_crashes_after_every_barrier_keeps_what_an_undisturbed_one_does(int seed, byte[] steps)
    {
        var stream = SamplesOf(seed, 80);
        var barriers = steps.Aggregate(new List<int> { 0 }, (all, step) => [.. all, Math.Min(stream.Length, all[^1] + (step % 30))]);

        var undisturbed = Passes.InBatches(new DocumentMinhashDeduplicator(Small), stream);
        var crashed = Passes.WithCrashes(() => new DocumentMinhashDeduplicator(Small), stream, barriers, 256 << 20);
        var crashedAndSpilled = Passes.WithCrashes(() => new DocumentMinhashDeduplicator(Small), stream, barriers, 1024);

        Assert.Equal(undisturbed.Select(s => s.Id), crashed.Select(s => s.Id));
        Assert.Equal(undisturbed.Select(s => s.Id), crashedAndSpilled.Select(s => s.Id));
    }

    [Fact]
    public async Task With_default_options_a_new_sample_logs_200_bytes_of_state_and_a_copy_none()
    {
        var (text, _) = NearDuplicates.Pair(100, 0, new(7));
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(new()));
        var book = new StateBook();

        await driver.ApplyAsync(text);
        driver.Save(book);
        await driver.ApplyAsync(text);
        driver.Save(book);

        Assert.Equal((25 * 8) + 22, Assert.Single(book.Log).Length);
    }

    [Fact]
    public async Task Texts_shorter_than_a_shingle_are_all_equal()
    {
        await using var driver = await OperatorDriver.OpenAsync(new DocumentMinhashDeduplicator(new()));

        await driver.ApplyAsync("one", "two three", "", "one two three four five");

        Assert.Equal(["one", "one two three four five"], driver.Texts);
    }

    [Fact]
    public void More_bands_and_rows_than_permutations_are_refused() =>
        Assert.Throws<BadInputException>(() => new DocumentMinhashDeduplicator(new() { NumPermutations = 16, NumBands = 5, NumRowsPerBand = 4 }));

    [Fact]
    public void Sentencepiece_without_a_model_is_refused() =>
        Assert.Throws<BadInputException>(() => new DocumentMinhashDeduplicator(new() { Tokenization = Tokenization.Sentencepiece }));

    internal static Sample[] SamplesOf(int seed, int count) =>
        [.. NearDuplicates.Stream(seed, count, words: 25).Select((text, i) => Some.Sample(text, position: i))];

    internal static HashSet<string>[] BandsOf(IEnumerable<Sample> samples)
    {
        var @operator = new DocumentMinhashDeduplicator(Small);
        return [.. samples.Select(s => @operator.HashesOf(s).Select((band, i) => $"{i}:{Convert.ToHexString(band)}").ToHashSet())];
    }
}
