using Streaming.Imaging;
using Streaming.Operators.Augmentation.Pictures;
using Streaming.Operators.Images;
using Streaming.Operators.Images.Faces;
using Streaming.Telemetry;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Operators.Tests.Images;

/// <summary>Operators of one stage decode a picture once; counted, not timed.</summary>
public sealed class DecodedOnceTests
{
    private const int Samples = 48;

    private static StepSpec[] Four =>
    [
        Step<ImageSubplotFilter>(new ImageSubplotFilterOptions()), Step<ImageFaceCountFilter>(new ImageFaceCountFilterOptions { MinFaceCount = 0, MaxFaceCount = 9 }),
        Step<ImageFaceRatioFilter>(new ImageFaceRatioFilterOptions()), Step<ImageDeduplicator>(new ImageDeduplicatorOptions()),
    ];

    [Fact]
    public async Task Four_operators_of_a_stage_decode_a_picture_once()
    {
        var pictures = Counted();
        var report = await RunAsync(pictures, Four);
        Assert.Equal((RunStatus.Completed, 0L), (report.Status, report.Totals.Samples.DeadLettered));
        Assert.All(pictures, picture => Assert.Equal(1, picture.Decodings));
        Assert.True(report.Totals.Budget.Used < 64 * 64 * 3, "but for what the deduplicator has seen");
    }

    [Fact]
    public async Task A_stage_of_its_own_for_each_decodes_as_often()
    {
        var pictures = Counted();
        await RunAsync(pictures, [.. Four.Take(3).SelectMany(step => new[] { step, OnBatch(_ => ValueTask.CompletedTask, serial: true) })]);
        Assert.All(pictures, picture => Assert.Equal(3, picture.Decodings));
    }

    [Fact]
    public async Task What_comes_out_is_what_comes_out_of_each_alone()
    {
        var (together, alone) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, string>(StringComparer.Ordinal));
        await RunAsync(Counted(), [.. Four, Noting(together)]);
        await RunAsync(Counted(), [.. Four.SelectMany(step => new[] { step, OnBatch(_ => ValueTask.CompletedTask, serial: true) }), Noting(alone)]);
        Assert.NotEmpty(together);
        Assert.Equal(alone, together);
    }

    [Fact]
    public async Task Without_room_they_are_decoded_again_and_nothing_else_changes()
    {
        var pictures = Counted(256);
        var report = await RunAsync(pictures, [Step<ImageResizeMapper>(new ImageResizeMapperOptions { Width = 4_000, Height = 4_000, OnlyShrink = true, P = 1 }), Step<ImageDeduplicator>(new ImageDeduplicatorOptions())], ByteSize.MiB(16));
        Assert.Equal((RunStatus.Completed, 0L), (report.Status, report.Totals.Samples.DeadLettered));
        Assert.Contains(pictures, picture => picture.Decodings == 2);
        Assert.True(report.Totals.Budget.Used < 64 * 64 * 3, "but for what the deduplicator has seen");
    }

    [Fact]
    public async Task A_changed_picture_is_another_one()
    {
        var pictures = Counted();
        var flipped = new List<int>();
        await RunAsync(pictures,
        [
            Step<ImageFaceCountFilter>(new ImageFaceCountFilterOptions { MinFaceCount = 0, MaxFaceCount = 9 }), Step<ImageFlipMapper>(new ImageFlipMapperOptions { P = 1 }),
            Step<ImageFaceRatioFilter>(new ImageFaceRatioFilterOptions()), OnBatch(batch =>
            {
                lock (flipped)
                {
                    flipped.AddRange(batch.Samples.Select(s => (int)ImageDecoder.Decode(s.Images[0].Bytes!.Value).Pixels[0]));
                }

                return ValueTask.CompletedTask;
            }),
        ]);
        Assert.All(pictures, picture => Assert.Equal(1, picture.Decodings));
        Assert.All(flipped, level => Assert.Equal(97, level));
    }

    [Fact]
    public void What_another_operator_may_decode_can_be_too_large_for_this_one()
    {
        var sample = new CountingRoom().Open(Pictures.With("a", Pictures.Png(40, 30)));
        Assert.Equal(40, SamplePictures.Decode(sample, sample.Images[0], 1_200).Width);
        Assert.Throws<InvalidDataException>(() => SamplePictures.Decode(sample, sample.Images[0], 1_199));
    }

    [Fact]
    public void Refused_and_buried_samples_let_go()
    {
        var room = new CountingRoom();
        var batch = new SampleBatch { Samples = [.. Enumerable.Range(0, 2).Select(i => room.Open(Pictures.With($"{i}", Pictures.Png(40, 30))))] };
        batch.Samples.ForEach(sample => SamplePictures.Decode(sample, sample.Images[0], 1_200));
        Assert.Equal(2 * 40 * 30 * 3, room.Held);
        batch.Reject(batch.Samples[0], new("no"));
        batch.Bury(batch.Samples[1], new InvalidDataException("broken"));
        Assert.Equal(0, room.Held);
    }

    // Levels that tell the pictures apart; the right edge is brighter than the left one.
    private static List<CountedBytes> Counted(int side = 64) =>
        [.. Enumerable.Range(0, Samples).Select(i => new CountedBytes(Pictures.Png(Pictures.Gray(side, side, (x, y) => x == side - 1 ? 97 : (x * (i + 1)) + (y * i) & 63)).Bytes!.Value))];

    private static StepSpec Noting(SortedDictionary<string, string> into) => OnBatch(batch =>
    {
        lock (into)
        {
            foreach (var sample in batch.Samples)
            {
                into[sample.Id] = string.Join(";", new[] { "image_subplot_confidence", "horizontal_peak_count", "face_counts", "face_ratios" }.Select(key => string.Join(",", sample.Stats.Figures(key))));
            }
        }

        return ValueTask.CompletedTask;
    });

    private static async Task<RunReport> RunAsync(List<CountedBytes> pictures, StepSpec[] steps, ByteSize? memory = null)
    {
        using var topology = new TestTopology { Memory = memory ?? ByteSize.MiB(256) }.From("in", ListSourceOptions.Numbered(Samples), [Map(sample =>
        {
            sample.Images = [new(pictures[(int)sample.Lineage.Position].Memory, null)];
            return sample.Text;
        }), .. steps]);
        return await topology.RunAsync();
    }
}
