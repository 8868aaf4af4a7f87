using System.Diagnostics;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using ParquetSharp.Arrow;
using Streaming.Operators;
using Arrow = Apache.Arrow;

namespace Streaming.Parquet.Tests;

/// <summary>Tables that come as one piece of bytes: every row is a sample, and whatever else comes is refused in words, within bounds.</summary>
public sealed class RowReaderTests
{
    private static readonly RowOrigin _origin = new(new("web", "pages/0"), 7, "run", "k");
    private static readonly Dictionary<string, string> _columns = new() { ["text"] = "body", ["n"] = "number", ["tokens"] = "ids" };
    private static readonly Dictionary<string, string> _types = new() { ["n"] = "int64", ["tokens"] = "list<int32>" };

    [Theory]
    [InlineData("stream")]
    [InlineData("file")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    [InlineData("parquet")]
    public void Every_row_is_a_sample_with_an_id_of_its_own(string form)
    {
        var reader = Reader(form);
        var samples = reader.Read(Encode(form, Pages(200)), _origin);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (Id: $"k/{i}", Text: $"page {i}", N: (object?)(long)i, Position: 7L)), samples.Select(s => (s.Id, s.Text, s.Meta["n"], s.Lineage.Position)));
        Assert.Equal([5, 6], Assert.IsType<int[]>(samples[5].Meta["tokens"]));
        Assert.Equal(["id", "text", "n", "tokens"], reader.Schema.Columns.Select(c => c.Name).Take(4));
        Assert.Equal(200, reader.Read(Encode(form, Pages(200)), _origin with { Key = null }).Select(s => s.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("parquet")]
    public void A_column_that_is_missing_gives_nothing_and_one_that_does_not_fit_is_refused(string form)
    {
        var pages = Pages(3);
        var bare = new Arrow.RecordBatch(new(pages.Schema.FieldsList.Take(1), null), [pages.Column(0)], 3);
        Assert.All(Reader(form).Read(Encode(form, bare), _origin), s => Assert.Null(s.Meta["n"]));
        Refused("'n' takes", () => Reader(form, types: new Dictionary<string, string> { ["n"] = "bool", ["tokens"] = "list<int32>" }).Read(Encode(form, pages), _origin));
        Refused("no column 'title'", () => Reader(form, new Dictionary<string, string> { ["text"] = "title", ["n"] = "number" }).Read(Encode(form, pages), _origin));
        Refused("none of the columns", () => Reader(form, new Dictionary<string, string> { ["other"] = "other" }).Read(Encode(form, pages), _origin));
    }

    // A damaged table is refused, or its damage lies in a value: nothing else is thrown, and nothing grows beyond the limit.
    [Theory]
    [InlineData("stream")]
    [InlineData("file")]
    [InlineData("zstd")]
    [InlineData("parquet")]
    public void Damaged_bytes_are_refused_with_the_one_exception_that_is_declared(string form)
    {
        var sound = Encode(form, Pages(50));
        var random = new Random(17);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])sound.Clone();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Array.Resize(ref damaged, i % 3 == 0 ? random.Next(damaged.Length) : damaged.Length);
            try
            {
                Reader(form).Read(damaged, _origin);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 50, 300);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("parquet")]
    public void What_unfolds_to_too_much_is_refused_before_memory_is_gone(string form)
    {
        var zeros = new Arrow.StringArray.Builder().Append(new string('0', 16 << 20)).Build();
        var bomb = Encode(form, new(new([new("body", Arrow.Types.StringType.Default, true)], null), [zeros], 1));
        Assert.True(bomb.Length < 1 << 20, $"{bomb.Length} bytes");
        Refused("", () => Reader(form, maxBytes: 1 << 20).Read(bomb, _origin));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("parquet")]
    public void One_large_value_that_every_row_shares_is_refused_early(string form)
    {
        var value = new Arrow.StringArray.Builder().Append(new string('0', 200_000)).Build();
        var indices = new Arrow.Int32Array.Builder().AppendRange(new int[20_000]).Build();
        var type = new Arrow.Types.DictionaryType(Arrow.Types.Int32Type.Default, Arrow.Types.StringType.Default, false);
        var shared = Encode(form, new(new([new("body", type, true)], null), [new Arrow.DictionaryArray(type, indices, value)], 20_000));
        Assert.True(shared.Length < 1 << 20, $"{shared.Length} bytes");
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        Refused("", () => Reader(form, maxBytes: 16 << 20).Read(shared, _origin));
        Assert.True(Process.GetCurrentProcess().PeakWorkingSet64 - before < 1L << 30, "The 4 GB that it claims are not unfolded.");
    }

    [Fact]
    public void A_type_that_is_none_is_said_before_anything_is_read() =>
        Assert.Contains("'inte64' is none of", Assert.Throws<BadInputException>(() => Reader("stream", types: new Dictionary<string, string> { ["n"] = "inte64" })).Message, StringComparison.Ordinal);

    private static void Refused(string words, Action read) => Assert.Contains(words, Assert.Throws<InvalidDataException>(read).Message, StringComparison.Ordinal);

    private static IRowReader Reader(string form, Dictionary<string, string>? columns = null, Dictionary<string, string>? types = null, long maxBytes = 64 << 20) =>
        RowFormats.Find(form == "parquet" ? "parquet" : "arrow").Open(columns ?? _columns, types ?? _types, maxBytes);

    private static Arrow.RecordBatch Pages(int count)
    {
        var numbers = Enumerable.Range(0, count);
        var lists = new Arrow.ListArray.Builder(Arrow.Types.Int32Type.Default);
        foreach (var i in numbers)
        {
            lists.Append();
            ((Arrow.Int32Array.Builder)lists.ValueBuilder).AppendRange([i, i + 1]);
        }

        var tokens = lists.Build();
        return new(
            new([new("body", Arrow.Types.StringType.Default, true), new("number", Arrow.Types.Int32Type.Default, true), new("ids", tokens.Data.DataType, true)], null),
            [new Arrow.StringArray.Builder().AppendRange(numbers.Select(i => $"page {i}")).Build(), new Arrow.Int32Array.Builder().AppendRange(numbers).Build(), tokens],
            count);
    }

    private static byte[] Encode(string form, Arrow.RecordBatch batch)
    {
        using var bytes = new MemoryStream();
        if (form == "parquet")
        {
            using var properties = new ParquetSharp.WriterPropertiesBuilder().Compression(ParquetSharp.Compression.Zstd).Build();
            using var file = new FileWriter(bytes, batch.Schema, properties, leaveOpen: true);
            file.WriteRecordBatch(batch);
            file.Close();
            return bytes.ToArray();
        }

        var options = new IpcOptions { CompressionCodecFactory = form is "zstd" or "lz4" ? new CompressionCodecFactory() : null, CompressionCodec = form == "zstd" ? CompressionCodecType.Zstd : form == "lz4" ? CompressionCodecType.Lz4Frame : null };
        using var writer = form == "file" ? new ArrowFileWriter(bytes, batch.Schema, true, options) : new ArrowStreamWriter(bytes, batch.Schema, true, options);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
        return bytes.ToArray();
    }
}
