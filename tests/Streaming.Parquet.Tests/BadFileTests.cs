using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

public sealed class BadFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_file_cut_anywhere_stops_the_run_with_its_name()
    {
        var whole = await Sound();
        for (var length = 0; length < whole.Length; length += 293)
        {
            await Put("b.parquet", whole.AsMemory(0, length));

            var fault = await Assert.ThrowsAsync<SourceFaultException>(() => Read(BadFileAction.Stop));

            Assert.Contains("b.parquet", fault.Message, StringComparison.Ordinal);
            Assert.Equal(new SplitId("in", "b.parquet"), fault.Split);
        }
    }

    [Fact]
    public async Task Flipped_bits_among_the_rows_never_pass_for_rows()
    {
        var whole = await Sound();
        var texts = Texts(await Read(BadFileAction.Stop)).ToList();
        var random = new Random(17);
        for (var i = 0; i < 100; i++)
        {
            var read = new List<SourceBatch>();
            var at = random.Next(4, FooterStart(whole));

            var fault = await Record.ExceptionAsync(async () => read = await ReadFlipped(whole, at, random.Next(8)));

            Assert.True(fault is SourceFaultException || Texts(read).Chunk(texts.Count).All(t => t.SequenceEqual(texts)), $"byte {at}: {fault}");
        }
    }

    [Fact]
    public async Task Flipped_bits_in_the_footer_end_in_samples_or_in_a_clear_stop()
    {
        var whole = await Sound();
        var random = new Random(19);
        for (var i = 0; i < 150; i++)
        {
            var at = random.Next(FooterStart(whole), whole.Length);

            var fault = await Record.ExceptionAsync(() => ReadFlipped(whole, at, random.Next(8)));

            Assert.True(fault is null or SourceFaultException, $"byte {at}: {fault}");
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("PAR1PAR1", "no Parquet file")]
    [InlineData("PARE............PARE", "encrypted")]
    [InlineData("{\"text\": \"a line of JSON\"}\n", "does not begin with PAR1")]
    [InlineData("PAR1............\u007f\u007f\u007f\u007fPAR1", "footer claims")]
    [InlineData("PAR1............\u0008\0\0\0PAR1", "b.parquet")]
    public async Task What_is_wrong_with_a_file_is_said(string content, string message)
    {
        await Sound();
        await Put("b.parquet", System.Text.Encoding.Latin1.GetBytes(content));

        var fault = await Assert.ThrowsAsync<SourceFaultException>(() => Read(BadFileAction.Stop));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skipped_file_is_one_dead_letter_and_is_not_read_again()
    {
        var whole = await Sound();
        await Put("b.parquet", whole.AsMemory(0, 100));
        await Put("c.parquet", whole);

        var batches = await Read(BadFileAction.Skip);

        var letter = Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
        Assert.Contains("truncated", letter.Error, StringComparison.Ordinal);
        Assert.Equal(_folder.File("b.parquet"), System.Text.Encoding.UTF8.GetString(letter.Payload.Span));
        Assert.Equal(["a.parquet", "b.parquet", "c.parquet"], batches.Select(b => b.Split.Name).Distinct());
        Assert.Empty(await Read(BadFileAction.Skip, After(batches)));
    }

    [Fact]
    public async Task A_file_that_breaks_halfway_gives_its_good_rows_first()
    {
        var whole = await Sound();
        whole.AsSpan(FooterStart(whole) / 2, 64).Fill(0xAA);
        await Put("b.parquet", whole);

        var batches = (await Read(BadFileAction.Skip)).Where(b => b.Split.Name == "b.parquet").ToList();

        Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters));
        Assert.InRange(batches.Sum(b => b.Batch.Samples.Count), 1, 199);
        Assert.Equal(200, batches[^1].To);
        Assert.True(batches[^1].IsLastOfSplit);
        Assert.Empty(await Read(BadFileAction.Skip, After(await Read(BadFileAction.Skip))));
    }

    [Fact]
    public async Task A_bad_first_file_is_bad_input_unless_it_may_be_skipped()
    {
        var whole = await Sound();
        await Put("a.parquet", new byte[] { 1, 2, 3 });
        await Put("b.parquet", whole);

        await Assert.ThrowsAsync<BadInputException>(() => Read(BadFileAction.Stop));
        var batches = await Read(BadFileAction.Skip);

        Assert.Equal(200, batches.Sum(b => b.Batch.Samples.Count));
        Assert.Equal("a.parquet", Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters)).Lineage.Split.Name);
    }

    [Fact]
    public async Task Nothing_but_bad_files_is_bad_input()
    {
        await Put("a.parquet", new byte[] { 1, 2, 3 });

        await Assert.ThrowsAsync<BadInputException>(() => Read(BadFileAction.Skip));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Texts(IEnumerable<SourceBatch> batches) => batches.SelectMany(b => b.Batch.Samples).Select(s => s.Text);

    private static int FooterStart(byte[] file) => file.Length - 8 - BitConverter.ToInt32(file, file.Length - 8);

    private async Task<List<SourceBatch>> ReadFlipped(byte[] whole, int at, int bit)
    {
        var bytes = whole.ToArray();
        bytes[at] ^= (byte)(1 << bit);
        await Put("b.parquet", bytes);
        return await Read(BadFileAction.Stop);
    }

    private static SplitPositions After(IEnumerable<SourceBatch> batches) => batches.Aggregate(SplitPositions.Empty, (p, b) => p.Advance(b.Split, b.To));

    private async Task<byte[]> Sound()
    {
        var schema = Shards.Schema(
            new Column("n", ColumnType.Int64), new Column("ids", new ListType(ColumnType.Int32)), new Column("s", new StructType([new("lang", ColumnType.String), new("x", ColumnType.Float64)])));
        var random = new Random(3);
        var samples = Enumerable.Range(0, 200).Select(i => Shards.Sample(
            i, new string((char)('a' + random.Next(26)), random.Next(100)) + random.Next(), ("n", (long)i), ("ids", new[] { i, random.Next() }), ("s", new object?[] { "en", 0.5 })));
        await Shards.WriteAsync(_folder.File("a.parquet"), schema, [.. samples], rowGroupBytes: 30_000);
        return await File.ReadAllBytesAsync(_folder.File("a.parquet"));
    }

    private Task Put(string name, ReadOnlyMemory<byte> content) => File.WriteAllBytesAsync(_folder.File(name), content);

    private Task<List<SourceBatch>> Read(BadFileAction action, SplitPositions? from = null) =>
        Shards.ReadAsync(_folder.Path, Shards.Options("*.parquet") with { OnBadFile = action }, from);
}
