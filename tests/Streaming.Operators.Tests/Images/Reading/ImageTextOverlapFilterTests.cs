using System.Diagnostics;
using Streaming.Imaging;
using Streaming.Operators.Images.Reading;

namespace Streaming.Operators.Tests.Images.Reading;

/// <summary>Writing in pictures.</summary>
public sealed class ImageTextOverlapFilterTests
{
    private static readonly RgbImage _picture = Pictures.Gray(100, 50, (_, _) => 200);

    [Fact]
    public void Words_are_those_that_are_sure_and_their_area_counts_once()
    {
        const string Tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
            + "4\t1\t1\t1\t1\t0\t0\t0\t100\t50\t-1\t\n"
            + "5\t1\t1\t1\t1\t1\t0\t0\t20\t10\t96.5\tSummer\n"
            + "5\t1\t1\t1\t1\t2\t10\t0\t20\t10\t91\tsale,\n"
            + "5\t1\t1\t1\t1\t3\t0\t20\t50\t10\t12\tnoise\n"
            + "5\t1\t1\t1\t1\t4\t0\t20\t50\t10\t95\t \n"
            + "5\t1\t1\t1\t1\t5\t90\t45\t99999\t99999\t95\tedge\n"
            + "5\t1\t1\t1\tbroken\n";

        var words = ReadWords.Of(Tsv, _picture, 60);

        Assert.Equal(["Summer", "sale,", "edge"], words.Select(word => word.Text));
        Assert.Equal(new(90, 45, 10, 5), words[2].Box);
        Assert.Equal((300 + 50) / 5000.0, ReadWords.AreaOf(words, _picture));
    }

    [SkippableTheory]
    [InlineData("sleep 60", "was not done after 1 s")]
    [InlineData("yes 0123456789", "More than the 16777216 bytes")]
    [InlineData("yes 'not a word' | head -c 100000000 >&2; exit 1", "not a word")]
    [InlineData("cat > /dev/null; echo no such language >&2; exit 1", "no such language")]
    public void A_program_that_hangs_floods_or_fails_is_the_pictures_fault(string script, string said)
    {
        Skip.If(OperatingSystem.IsWindows(), "Needs a shell.");
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<InvalidDataException>(() => TesseractCall.Run("/bin/sh", ["-c", script], new byte[1 << 20], TimeSpan.FromSeconds(script.StartsWith("sleep", StringComparison.Ordinal) ? 1 : 60)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50));
    }

    [SkippableFact]
    public void What_the_program_writes_comes_back_also_while_it_reads()
    {
        Skip.If(OperatingSystem.IsWindows(), "Needs cat.");
        Assert.Equal(3 << 20, TesseractCall.Run("/bin/cat", [], Enumerable.Repeat((byte)'a', 3 << 20).ToArray(), TimeSpan.FromMinutes(1)).Length);
    }

    [Fact]
    public void Output_that_is_no_table_is_no_picture_without_writing() => Assert.Throws<InvalidDataException>(() => ReadWords.Of("SUMMER SALE\n", _picture, 60));

    [SkippableFact]
    public void A_language_that_is_not_here_and_ranges_that_are_none_are_told_before_anything_starts()
    {
        Skip.If(TesseractProgram.Found is null, TesseractProgram.Missing.Message);
        Assert.Empty(new ImageTextOverlapFilterOptions { Language = "eng" }.Validate(""));
        Assert.Contains(new ImageTextOverlapFilterOptions { Language = "eng+egn" }.Validate(""), p => p.Option == "language" && p.Message.Contains("'egn'", StringComparison.Ordinal));
        Assert.Equal(["min_area_ratio", "min_overlap"], new ImageTextOverlapFilterOptions { MinAreaRatio = 0.9, MinOverlap = 0.9 }.Validate("").Select(p => p.Option));
    }

    [Fact]
    public void It_is_looked_for_where_it_is_said_to_be_else_in_the_path()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-tesseract-").FullName;
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "tesseract.exe" : "tesseract");
        Assert.Null(TesseractProgram.FindIn(null, folder));
        File.WriteAllText(program, "");
        Assert.Equal(program, TesseractProgram.FindIn(null, $"/no/such{Path.PathSeparator}{folder}")!.Path);
        Assert.Equal(program, TesseractProgram.FindIn(program, null)!.Path);
        Assert.Null(TesseractProgram.FindIn(Path.Combine(folder, "other"), folder));
        Assert.Contains("apt-get install tesseract-ocr", TesseractProgram.Missing.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task Writing_that_the_caption_repeats_is_rejected()
    {
        Skip.If(TesseractProgram.Found is null, TesseractProgram.Missing.Message);
        var sale = new Media(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Reading", "sale.png")), null);
        Sample Of(string id, string text, Media picture)
        {
            var sample = Some.Sample(text, id);
            sample.Images = [picture];
            return sample;
        }

        await using var driver = await OperatorDriver.OpenAsync(new ImageTextOverlapFilter(new()));
        await driver.ApplyAsync([Of("repeats", "The summer SALE is today.", sale), Of("tells", "A sign above a green field.", sale), Of("plain", "summer sale today", Pictures.Png(80, 60)), Of("broken", "summer", new(new byte[] { 1, 2 }, null))]);

        Assert.Equal(["tells", "plain"], driver.Out.Select(s => s.Id));
        var rejected = Assert.Single(driver.Rejected).Sample;
        Assert.Equal([1.0], (object?[])rejected.Stats["image_text_overlaps"]!);
        Assert.InRange((double)((object?[])rejected.Stats["image_text_area_ratios"]!)[0]!, 0.1, 0.4);
        Assert.Equal([0.0], (object?[])driver.Out[1].Stats["image_text_area_ratios"]!);
        Assert.Single(driver.DeadLetters);
        Assert.Equal("tesseract", Assert.Single(((ImageTextOverlapFilter)driver.Operator).Runtimes).Key);
    }
}
