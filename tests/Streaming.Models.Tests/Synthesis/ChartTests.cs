using Streaming.Imaging;
using Streaming.Imaging.Charts;
using Streaming.Models.Operators.Synthesis.Charts;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;
using static Streaming.Models.Tests.Synthesis.Synthesis;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Tables into pictures, and pictures into tables.</summary>
public sealed class ChartTests
{
    private const string Sales = "Sales went up.\n\n| Year | Sold | Returned | Note |\n|:--|--:|---|---|\n| 2022 | 1,200 | 10 | a |\n| 2023 | 1,900 | 12 | b |\n| 2024 | 2,400 | - | c |\n\nThat is all.";
    private const string Bars = """{"mark": "bar", "x": "Year", "y": ["Sold"], "title": "Sales"}""";
    private static readonly ChartMapperOptions _inText = new() { TableKey = KnownColumns.Text };

    [Fact]
    public async Task A_table_becomes_a_picture_that_is_marked_in_the_text()
    {
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, _ => Bars, Row(Sales), Row("no table"));
        var sample = run.Driver.Out[0];
        var picture = ImageDecoder.Decode(MediaFiles.Read(Assert.Single(sample.Images)));
        Assert.Equal((640, 480), (picture.Width, picture.Height));
        Assert.Equal($"{Sales}\n<__dj__image>", sample.Text);
        Assert.Equal(["""{"mark":"bar","x":"Year","y":["Sold"],"title":"Sales"}"""], (object?[])run["charts"]!);
        Assert.Equal((0, 1), (run.Driver.Out[1].Images.Count, run.Server.Requests));
        Assert.Contains("Columns of figures: Year, Sold, Returned.", run.Server.Asked.Single().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taller_figures_give_taller_bars()
    {
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, _ => Bars, Row(Sales));
        var picture = ImageDecoder.Decode(MediaFiles.Read(run.Driver.Out[0].Images[0]));
        var heights = BlueRuns(picture);
        Assert.Equal(3, heights.Count);
        Assert.Equal(1_200.0 / 2_400, heights[0] / (double)heights[2], 0.02);
        Assert.Equal(1_900.0 / 2_400, heights[1] / (double)heights[2], 0.02);
    }

    [Theory]
    [InlineData("""{"mark": "column", "x": "Year", "y": ["Sold"], "title": ""}""", "\"mark\" is one of bar, line, scatter, pie.")]
    [InlineData("""{"mark": "bar", "x": "Month", "y": ["Sold"], "title": ""}""", "\"x\" is named of these columns: Year, Sold, Returned, Note.")]
    [InlineData("""{"mark": "bar", "x": "Year", "y": ["Note"], "title": ""}""", "\"y\" is named of these columns: Year, Sold, Returned.")]
    [InlineData("""{"mark": "scatter", "x": "Note", "y": ["Sold"], "title": ""}""", "a column of figures")]
    [InlineData("""{"mark": "pie", "x": "Note", "y": ["Sold", "Returned"], "title": ""}""", "A pie shows one column.")]
    [InlineData("""{"mark": "bar", "x": "Sold", "y": ["Sold"], "title": ""}""", "\"x\" is no column of \"y\".")]
    [InlineData("""{"mark": "bar", "x": "Year", "y": [], "title": ""}""", "names 1 to 8 columns")]
    [InlineData("[]", "\"mark\" is one of")]
    public async Task A_choice_that_cannot_show_the_table_is_put_right_by_the_model(string wrong, string told)
    {
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, asked => asked.Body["messages"]!.AsArray().Count == 2 ? wrong : Bars, Row(Sales));
        Assert.Contains(told, run.Server.Asked.ElementAt(1).Prompt, StringComparison.Ordinal);
        Assert.Single(run.Driver.Out[0].Images);
    }

    [Fact]
    public async Task A_model_that_never_names_a_column_loses_the_sample_to_the_rejects()
    {
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, _ => """{"mark": "bar", "x": "Month", "y": [], "title": ""}""", Row(Sales));
        Assert.Empty(run.Driver.Out);
        Assert.Contains("Month", Assert.Single(run.Driver.Rejected).Why.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_column_are_drawn_and_a_sample_that_has_its_charts_is_left_alone()
    {
        object?[] rows = [new object?[] { "City", "Share" }, new object?[] { "Bonn", "40 %" }, new object?[] { "Ulm", "60 %" }];
        await using var run = await RunAsync(
            o => new ChartMapper(o), new ChartMapperOptions { TableKey = "tables", Width = 300, Height = 200 }, _ => """{"mark": "Pie", "x": "city", "y": "Share", "title": ""}""",
            Row("a", ("tables", new object?[] { rows }), ("charts", null)), Row("b", ("tables", new object?[] { rows }), ("charts", new object?[] { "known" })));
        Assert.Equal((1, 0, 1), (run.Driver.Out[0].Images.Count, run.Driver.Out[1].Images.Count, run.Server.Requests));
    }

    [Fact]
    public async Task A_tag_is_read_as_a_column_is()
    {
        var schema = RowSchema.Text.WithTag("html_tables", new ListType(new ListType(new ListType(ColumnType.String))));
        var sample = Some.Sample("x");
        Tag.Find(schema, "html_tables")!.Set(sample, new object?[] { new object?[] { new object?[] { "A", "B" }, new object?[] { "u", "1" }, new object?[] { "v", "2" } } });
        await using var server = await ChatServer.FakeChatServer.StartAsync(_ => ChatServer.ChatReply.Say("""{"mark":"bar","x":"A","y":["B"],"title":""}"""));
        var mapper = new ChartMapper(new() { Endpoint = server.Address.AbsoluteUri, Model = "test" });
        mapper.Describe(schema);
        await using var driver = await OperatorDriver.OpenAsync(mapper, schema);
        await driver.ApplyAsync([sample]);
        Assert.Single(driver.Out[0].Images);
        Assert.Throws<BadInputException>(() => mapper.Describe(RowSchema.Text));
    }

    [Fact]
    public async Task What_is_too_large_to_read_is_not_drawn()
    {
        var rows = string.Concat(Enumerable.Range(0, 61).Select(i => $"\n| {i} | {i} |"));
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, _ => Bars, Row($"| A | B |\n|---|---|{rows}"), Row("| A | B |\n|---|---|\n| x | y |\n| z | w |"));
        Assert.Equal(0, run.Server.Requests);
        Assert.All(run.Driver.Out, sample => Assert.Empty(sample.Images));
    }

    [Fact]
    public async Task A_hostile_table_is_not_made_larger_than_it_is_written()
    {
        var wide = $"|{string.Concat(Enumerable.Repeat("a|", 20_000))}\n|{string.Concat(Enumerable.Repeat("-|", 20_000))}\n{string.Concat(Enumerable.Repeat("|\n", 20_000))}";
        var before = GC.GetTotalAllocatedBytes();
        await using var run = await RunAsync(o => new ChartMapper(o), _inText, _ => Bars, Row(wide));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256L << 20);
        Assert.Empty(Assert.Single(run.Driver.Out).Images);
    }

    [Theory]
    [InlineData("1,234", 1234.0)]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1.234.567", 1234567.0)]
    [InlineData("3,5", 3.5)]
    [InlineData("1 234 €", 1234.0)]
    [InlineData("$ 12.50", 12.5)]
    [InlineData("−4 %", -4.0)]
    [InlineData("(7)", -7.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("", null)]
    [InlineData("abc", null)]
    [InlineData("1/2", null)]
    [InlineData("()", null)]
    [InlineData("9e999", null)]
    public void Figures_are_read_as_people_write_them(string cell, double? expected) => Assert.Equal(expected, CellNumber.Read(cell));

    [Theory]
    [InlineData("bar")]
    [InlineData("line")]
    [InlineData("scatter")]
    [InlineData("pie")]
    public void Every_mark_is_drawn_alike_each_time_and_otherwise_for_other_figures(string mark)
    {
        byte[] Drawn(double last) => ChartPicture.Draw(
            new(Enum.Parse<ChartMark>(mark, ignoreCase: true), "Größe, ça va, Размер", "x", ["a", "b", "a label that is far too long to be shown in full"], mark == "scatter" ? [1, 2, 3] : null, [new("one", [1, 2, last]), new("two", [2, double.NaN, 1])]), 320, 240);
        Assert.Equal(Drawn(3), Drawn(3));
        Assert.NotEqual(Drawn(3), Drawn(4));
    }

    [Fact]
    public void A_file_that_is_no_font_is_a_problem_of_the_option()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "no font");
            Assert.Contains(new ChartMapperOptions { Endpoint = "http://127.0.0.1:1/v1", Model = "m", Font = file }.Validate("."), problem => problem.Option == "font" && problem.Message.Contains(file, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_picture_is_read_into_a_table()
    {
        var chart = ChartPicture.Draw(new(ChartMark.Bar, "", "City", ["Bonn", "Ulm"], null, [new("Share", [40, 60])]), 200, 150);
        var (first, second) = (Some.Sample("a"), Some.Sample("b"));
        first.Images = [new(chart, null), new(chart, null)];
        var asked = 0;
        await using var run = await RunAsync(
            o => new ExtractChartTableMapper(o), new ExtractChartTableMapperOptions { MaxConcurrency = 1 },
            _ => asked++ switch { 0 => """{"columns": ["City", "Share"], "rows": [["Bonn", 40], ["Ulm"]]}""", 1 => """{"columns": [], "rows": []}""", _ => """{"columns": ["City", "Share"], "rows": [["Bonn", 40], ["Ulm", "60"]]}""" }, first, second);
        var tables = (object?[])run["chart_tables"]!;
        Assert.Equal(2, tables.Length);
        Assert.Contains(tables, table => ((object?[])table!).Length == 0);
        Assert.Contains(tables, table => ((object?[])table!).Cast<object?[]>().SelectMany(row => row).SequenceEqual(["City", "Share", "Bonn", "40", "Ulm", "60"]));
        Assert.Empty((object?[])run.Driver.Out[1].Meta["chart_tables"]!);
        Assert.Contains("image/png", run.Server.Asked.First().Body.ToJsonString(), StringComparison.Ordinal);
    }

    // The heights of the bars from left to right: the longest run of ScottPlot's first blue in a column of pixels, one for each group of neighbouring columns.
    private static List<int> BlueRuns(RgbImage picture)
    {
        var heights = new List<int>();
        var before = 0;
        for (var x = 0; x < picture.Width; x++)
        {
            var height = Enumerable.Range(0, picture.Height).Count(y => picture.Pixels.AsSpan(((y * picture.Width) + x) * 3, 3) is [31, 119, 180]);
            if (height > 20 && before <= 20)
            {
                heights.Add(0);
            }

            if (height > 20)
            {
                heights[^1] = Math.Max(heights[^1], height);
            }

            before = height;
        }

        return heights;
    }
}
