using Streaming.Recordings.Films;
using Streaming.Recordings.Films.Motion;
using Streaming.Recordings.Films.Scenes;

namespace Streaming.Recordings.Tests;

/// <summary>Films: motion, ratios, marks, clips.</summary>
public sealed class FilmTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-media-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_picture_that_moves_by_so_many_pixels_scores_so_much(int pixels)
    {
        static Plane Waves(int shift)
        {
            var plane = new Plane(96, 96);
            for (var i = 0; i < plane.Values.Length; i++)
            {
                var (x, y) = ((i % 96) - shift, i / 96);
                plane.Values[i] = 128 + (60 * MathF.Sin(x / 5f)) + (60 * MathF.Cos(y / 6f));
            }

            return plane;
        }

        Assert.InRange(Farneback.MeanMotion(new(Waves(0)), new(Waves(pixels))), pixels * 0.85, (pixels * 1.15) + 0.01);
    }

    [Theory]
    [InlineData("2/3", 64 / 96.0, 1)]
    [InlineData("16:9", 320 / 180.0, 1)]
    [InlineData("1.5", 1.5, 0)]
    public void Ratios_are_compared_without_rounding(string text, double value, int sign) => Assert.Equal(sign, Ratio.Parse(text)!.Value.CompareTo(Ratio.Of(value)));

    [Theory]
    [InlineData("")]
    [InlineData("1/0")]
    [InlineData("a")]
    [InlineData("1/2/3")]
    public void What_is_no_ratio_is_not_read(string text) => Assert.Null(Ratio.Parse(text));

    [Theory]
    [InlineData(2, 3, 4, 3, 2)]
    [InlineData(4, 3, 3, 4, 4)]
    public void Sides_are_rounded_up_and_down(int above, int below, int times, int ceiling, int floor) =>
        Assert.Equal((ceiling, floor), (new Ratio(above, below).CeilingOf(times), new Ratio(above, below).FloorOf(times)));

    [Fact]
    public void Marks_are_repeated_for_clips_and_stay_where_no_film_is() =>
        Assert.Equal("a <__dj__video><__dj__video> b  c <__dj__video>", FilmTokens.Repeated("a <__dj__video> b <__dj__video> c <__dj__video>", [2, 0]));

    [Fact]
    public void Cuts_that_follow_too_soon_are_merged()
    {
        var detector = new ContentDetector(27, 3);
        var frames = "AAAAABBBBBACAAAAAA".Select(c => Enumerable.Repeat((byte)(c switch { 'A' => 10, 'B' => 200, _ => 120 }), 12).ToArray());
        Assert.Equal([5, 10], frames.Select((pixels, i) => detector.See(i, new(2, 2, pixels))).OfType<int>().Take(2));
    }

    [SkippableFact]
    public async Task A_film_that_is_cut_off_is_a_dead_letter()
    {
        Recordings.NeedFFmpeg();
        var whole = File.ReadAllBytes(Recordings.Film(_folder, "testsrc=duration=2:size=64x48:rate=10").Path!);
        await using var driver = await OperatorDriver.OpenAsync(new VideoMotionScoreFilter(new() { MinScore = -1 }));
        await driver.ApplyAsync([Recordings.With(new(whole.AsMemory(0, whole.Length / 2), null)), Recordings.With(new(whole, null)), Recordings.With(new(Array.Empty<byte>(), "a.mp4"))]);
        Assert.Single(driver.Out);
        Assert.Equal(2, driver.DeadLetters.Count);
    }

    [SkippableFact]
    public async Task Clips_name_their_parent_and_hold_the_film()
    {
        Recordings.NeedFFmpeg();
        var film = Recordings.Film(_folder, "testsrc=duration=3:size=64x48:rate=10");
        await using var driver = await OperatorDriver.OpenAsync(new VideoSplitByKeyFrameMapper(new() { KeepOriginalSample = false }));
        var sample = Recordings.With(film);
        await driver.ApplyAsync([sample]);
        var clips = driver.Out.Single();
        Assert.Equal([sample.Id], clips.Lineage.Parents);
        Assert.Equal("<__dj__video><__dj__video><__dj__video> a film <|__dj__eoc|>", clips.Text);
        var studio = Recordings.Studio(_folder);
        Assert.Equal([11, 11, 10], clips.Videos.Select(clip =>
        {
            using var file = studio.FileOf(clip);
            return FilmPackets.Of(studio, file).Count;
        }));
    }

    [SkippableFact]
    public async Task Names_of_films_lead_nowhere_outside_of_the_folder_of_frames()
    {
        Recordings.NeedFFmpeg();
        var whole = File.ReadAllBytes(Recordings.Film(_folder, "testsrc=duration=1:size=64x48:rate=10").Path!);
        var frames = Path.Combine(_folder.FullName, "frames");
        await using var driver = await OperatorDriver.OpenAsync(new VideoExtractFramesMapper(new() { FrameDir = frames, LegacySplitByTextToken = false }));
        await driver.ApplyAsync([Recordings.With(new(whole, "a/...mp4")), Recordings.With(new(whole, null))]);
        Assert.Equal(2, driver.Out.Count);
        var paths = driver.Out.SelectMany(s => (object?[])s.Meta["video_frames"]!).SelectMany(film => (object?[])film!).Cast<string>().ToList();
        Assert.All(paths, path => Assert.StartsWith(frames + Path.DirectorySeparatorChar, Path.GetFullPath(path), StringComparison.Ordinal));
        Assert.NotEmpty(paths);
    }
}
