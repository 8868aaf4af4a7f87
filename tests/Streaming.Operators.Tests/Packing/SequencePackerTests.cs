using FsCheck.Xunit;
using Streaming.Operators.Packing;

namespace Streaming.Operators.Tests.Packing;

public sealed class SequencePackerTests
{
    [Fact]
    public async Task A_pack_has_the_columns_of_the_packed_text_table()
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer());
        await driver.ApplyAsync("abc", "defg");
        await driver.FinishAsync();

        var pack = Assert.Single(driver.Out);
        Assert.Equal("abcdefg".Select(c => (int)c), pack.Ints("input_ids"));
        Assert.Equal([0, 3, 7], pack.Ints("cu_seqlens"));
        Assert.Equal([0, 1, 2, 0, 1, 2, 3], pack.Ints("position_ids"));
        Assert.Equal(["s0", "s1"], pack.Names("sample_ids"));
        Assert.Equal(["test", "test"], pack.Names("sources"));
        Assert.Equal(7L, pack.Meta["tokens"]);
    }

    [Fact]
    public async Task The_schema_names_what_a_pack_holds()
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer());
        await driver.ApplyAsync("abc");
        await driver.FinishAsync();

        Assert.Equal(Packs.Packer().Describe(RowSchema.Text).Columns.Select(c => c.Name), driver.Out[0].Meta.Names);
    }

    [Fact]
    public void An_input_without_text_is_refused() =>
        Assert.Throws<BadInputException>(() => Packs.Packer().Describe(RowSchema.Text.Without(KnownColumns.Text)));

    [Fact]
    public async Task A_pack_comes_from_its_samples()
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer());
        await driver.ApplyAsync("abc", "defg");
        await driver.FinishAsync();

        var lineage = driver.Out[0].Lineage;
        Assert.Equal(["s0", "s1"], lineage.Parents);
        Assert.Equal((Some.Split, 0L, "test-run"), (lineage.Split, lineage.Position, lineage.Run));
    }

    [Property]
    public void Whole_documents_come_out_once_in_either_mode(byte[] lengths, bool concatenate)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 35)));
        var packs = PackAll(documents, concatenate ? PackingMode.Concatenate : PackingMode.BestFit);

        var texts = packs.SelectMany(p => p.Pieces()).GroupBy(p => p.Id).ToDictionary(g => g.Key, g => string.Concat(g.Select(p => p.Text)));
        Assert.Equal(documents.ToDictionary(d => d.Id, d => d.Text), texts);
    }

    [Property]
    public void Only_documents_longer_than_a_pack_are_cut_and_into_as_few_pieces_as_can_be(byte[] lengths)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 35)));

        var pieces = PackAll(documents, PackingMode.BestFit).SelectMany(p => p.Pieces()).CountBy(p => p.Id).ToDictionary();

        Assert.Equal(documents.ToDictionary(d => d.Id, d => (d.Text.Length + 9) / 10), pieces);
    }

    [Property]
    public void Every_pack_but_the_last_is_full_when_documents_are_concatenated(byte[] lengths)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 35)));
        var packs = PackAll(documents, PackingMode.Concatenate);

        Assert.Equal(string.Concat(documents.Select(d => d.Text)), string.Concat(packs.SelectMany(p => p.Pieces()).Select(p => p.Text)));
        Assert.All(packs.SkipLast(1), p => Assert.Equal(10, p.Ints("input_ids").Length));
    }

    [Property]
    public void Packs_do_not_depend_on_how_documents_are_batched(byte[] lengths, byte batch)
    {
        var documents = Packs.Documents(lengths.Select(l => 1 + (l % 35)));

        Assert.Equal(
            PackAll(documents, PackingMode.BestFit, 1).Select(Packs.Row),
            PackAll(documents, PackingMode.BestFit, 1 + (batch % 20)).Select(Packs.Row));
    }

    [Fact]
    public async Task A_text_without_tokens_is_rejected()
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer(eos: "auto"));
        await driver.ApplyAsync("", "abc");

        Assert.Equal("the text has no tokens", Assert.Single(driver.Rejected).Why.Reason);
    }

    [Fact]
    public async Task A_text_that_breaks_the_tokenizer_is_buried_and_the_others_stay()
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer());
        await driver.ApplyAsync("ab", "#", "cd");
        await driver.FinishAsync();

        Assert.Equal("No token for '#'.", Assert.Single(driver.DeadLetters).Error);
        Assert.Equal(["ab", "cd"], driver.Out.SelectMany(p => p.Pieces()).Select(p => p.Text));
    }

    [Theory]
    [InlineData("none", "auto", new[] { 'a', 0 })]
    [InlineData("<s>", "none", new[] { 1, 'a' })]
    [InlineData("auto", "</s>", new[] { 1, 'a', 0 })]
    [InlineData("77", "x", new[] { 77, 'a', 'x' })]
    public async Task Documents_begin_and_end_with_the_tokens_asked_for(string bos, string eos, int[] expected)
    {
        await using var driver = await OperatorDriver.OpenAsync(Packs.Packer(bos: bos, eos: eos));
        await driver.ApplyAsync("a");
        await driver.FinishAsync();

        Assert.Equal(expected, driver.Out[0].Ints("input_ids"));
    }

    [Fact]
    public void A_token_that_the_tokenizer_lacks_is_bad_input() =>
        Assert.Contains("add_eos", Assert.Throws<BadInputException>(() => Packs.Packer(eos: "<nope>")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_tokenizer_is_bad_input() => await Assert.ThrowsAsync<BadInputException>(
        () => OperatorDriver.OpenAsync(new SequencePacker(new() { Tokenizer = "/nowhere/tokenizer.json" })));

    [Fact]
    public void A_missing_tokenizer_is_seen_before_the_start() =>
        Assert.Equal("tokenizer", Assert.Single(new SequencePackerOptions { Tokenizer = "tokenizers/none" }.Validate(Path.GetTempPath())).Option);

    [Theory]
    [InlineData("cl100k_base", new[] { 15339, 1917, 100257 })]
    [InlineData("o200k_base", new[] { 24912, 2375, 199999 })]
    public async Task A_built_in_encoding_ends_documents_with_its_own_token(string name, int[] expected)
    {
        var options = new SequencePackerOptions { Tokenizer = name };
        await using var driver = await OperatorDriver.OpenAsync(new SequencePacker(options));
        await driver.ApplyAsync("hello world");
        await driver.FinishAsync();

        Assert.Empty(options.Validate(Path.GetTempPath()));
        Assert.Equal(expected, driver.Out[0].Ints("input_ids"));
    }

    [Fact]
    public async Task Tokens_fill_and_cut_documents_are_counted()
    {
        var packer = Packs.Packer();
        await using var driver = await OperatorDriver.OpenAsync(packer);
        await driver.ApplyAsync("abcdefghijklm", "nop");
        await driver.FinishAsync();

        Assert.Equal((16L, 20L, 1L), (packer.TokensOut, packer.PackPlaces, packer.Truncated));
    }

    [Fact]
    public async Task Open_documents_are_held_and_charged_until_they_leave()
    {
        var packer = Packs.Packer(maxTokens: 100_000);
        await using var driver = await OperatorDriver.OpenAsync(packer);
        await driver.ApplyAsync(new string('a', 50_000), new string('b', 40_000));
        Assert.Equal(2, packer.Held);
        Assert.InRange(driver.Memory.Held, 360_000, 2 * 361_000);

        await driver.FinishAsync();
        Assert.Equal((0L, 0L), (packer.Held, driver.Memory.Held));
    }

    [Property]
    public void What_is_held_stays_below_two_windows(byte[] lengths)
    {
        var packer = Packs.Packer(window: 6);
        foreach (var document in Packs.Documents(lengths.Select(l => 1 + (l % 35))))
        {
            packer.ApplyAsync(Some.Batch([document])).AsTask().GetAwaiter().GetResult();
            Assert.InRange(packer.Held, 0, 12);
        }
    }

    [Fact]
    public async Task Log_normal_lengths_fill_packs_to_999_in_1000()
    {
        var random = new Random(17);
        var packer = Packs.Packer(maxTokens: 4096, window: 4096);
        await using var driver = await OperatorDriver.OpenAsync(packer);
        for (var batch = 0; batch < 400; batch++)
        {
            await driver.ApplyAsync(Enumerable.Range(0, 64).Select(_ => Some.Sample(new string('a', LogNormal(random)))));
            driver.Out.Clear();
        }

        Assert.InRange((double)packer.TokensOut / packer.PackPlaces, 0.999, 1);
    }

    // Median 400 tokens, mean 825, 5 % longer than 2,900: like web text.
    private static int LogNormal(Random random) =>
        1 + (int)Math.Exp(6 + (1.2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));

    private static List<Sample> PackAll(Sample[] documents, PackingMode mode, int batchSamples = 5)
    {
        var driver = OperatorDriver.OpenAsync(Packs.Packer(mode: mode)).GetAwaiter().GetResult();
        foreach (var batch in documents.Chunk(batchSamples))
        {
            driver.ApplyAsync(batch).GetAwaiter().GetResult();
        }

        driver.FinishAsync().GetAwaiter().GetResult();
        return driver.Out;
    }
}
