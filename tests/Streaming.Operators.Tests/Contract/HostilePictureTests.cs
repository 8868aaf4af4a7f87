using SkiaSharp;
using Streaming.Operators.Tests.Images;
using Streaming.Topologies;

namespace Streaming.Operators.Tests.Contract;

/// <summary>What every operator of the catalogue that reads pictures must do with hostile ones, whoever adds it: bury them, keep the process and its memory whole, and go on.</summary>
public sealed class HostilePictureTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    // Next to nothing is allocated for a picture that is refused from its header. One with a side of 65,535 may take tables as long as that. What native code takes is bounded by the same sizes.
    private const long MostForNothing = 16L << 20;
    private const long MostForFine = 160L << 20;

    // Some compare two.
    private static readonly Media _other = Pictures.Png(33, 21);

    private static readonly SKEncodedImageFormat[] Formats = [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp];

    /// <summary>Every operator that reads pictures: those named after them, and those that bound them.</summary>
    public static TheoryData<string> Operators => new(OperatorCatalog.Default.Names(OperatorRole.Step)
        .Where(name => name.Contains("image", StringComparison.Ordinal) || Entry(name).Options.Any(option => option.Name == "max_image_pixels")));

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task What_is_no_picture_is_buried_and_the_others_go_on(string name)
    {
        foreach (var (what, picture) in HostilePictures.Broken)
        {
            var media = picture();
            if (OnlyWeighs(name) && (media.Bytes is not null || File.Exists(media.Path)))
            {
                continue;
            }

            await using var driver = await RunAsync(name, media, MostForNothing);
            Assert.True(driver.DeadLetters is [{ Lineage.Position: 0 }], $"{what}: {Told(driver)}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task What_looks_like_a_picture_is_refused_where_it_is_decoded(string name)
    {
        var decodes = await DecodesAsync(name);
        foreach (var (what, picture) in HostilePictures.Headers)
        {
            await using var driver = await RunAsync(name, picture(), MostForNothing);
            Assert.True(driver.DeadLetters.Count == 1 || (!decodes && driver.DeadLetters.Count == 0), $"{what}: {Told(driver)}");
            Assert.DoesNotContain(driver.DeadLetters, letter => letter.Lineage.Position == 1);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task Odd_pictures_are_worked_on(string name)
    {
        foreach (var (what, picture) in HostilePictures.Fine)
        {
            await using var driver = await RunAsync(name, picture(), MostForFine);
            Assert.True(driver.DeadLetters.Count == 0, $"{what}: {Told(driver)}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task Pictures_cut_at_every_length_are_worked_on_or_buried(string name)
    {
        var decodes = await DecodesAsync(name);
        foreach (var format in Formats)
        {
            var bytes = HostilePictures.Encoded(format, 10, 6);
            var samples = Enumerable.Range(0, bytes.Length).Select(length => Sample(HostilePictures.Of(bytes[..length]), length)).ToList();
            await using var driver = await OpenAsync(name);
            await Task.Run(async () =>
            {
                await driver.ApplyAsync(samples);
                await driver.FinishAsync();
            }).WaitAsync(Hang);

            // Half of the pixels at least are missing.
            Assert.True(!decodes || driver.DeadLetters.Count >= bytes.Length / 2, $"{format}: {driver.DeadLetters.Count} of {bytes.Length} buried");
        }
    }

    private static RowSchema Schema { get; } = RowSchema.Text.With(new(KnownColumns.Images, KnownColumns.MediaType)).With(new(KnownColumns.Audios, KnownColumns.MediaType)).With(new(KnownColumns.Videos, KnownColumns.MediaType));

    private static OperatorEntry Entry(string name) => OperatorCatalog.Default.Find(OperatorRole.Step, name)!;

    private static bool OnlyWeighs(string name) => name == "image_size_filter";

    // A picture that ends in the middle is a dead letter of those that decode.
    private static async Task<bool> DecodesAsync(string name)
    {
        await using var driver = await RunAsync(name, HostilePictures.Headers["half a PNG"](), MostForNothing);
        Assert.True(driver.DeadLetters.Count == 1 || Entry(name).Options.All(option => option.Name != "max_image_pixels"), $"{name} bounds pictures, and decodes none");
        return driver.DeadLetters.Count == 1;
    }

    // The hostile picture, and a good one after it.
    private static async Task<OperatorDriver> RunAsync(string name, Media picture, long most)
    {
        var driver = await OpenAsync(name);
        var good = Sample(Pictures.Png(40, 30), 1);
        await Task.Run(async () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var applied = driver.ApplyAsync([Sample(picture, 0)]);

            // An operator that goes on elsewhere leaves another thread's figures.
            if (driver.Operator is not DeviceOperator)
            {
                Assert.True(applied.IsCompleted, "The operator works on another thread: what it allocates is not seen here.");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
            }

            await applied;

            await driver.ApplyAsync([good]);
            await driver.FinishAsync();
        }).WaitAsync(Hang);
        return driver;
    }

    private static Sample Sample(Media picture, long position)
    {
        var sample = Some.Sample("<__dj__image> a picture of a <|__dj__eoc|>", position: position);
        sample.Images = [picture, _other];
        return sample;
    }

    internal static async Task<OperatorDriver> OpenAsync(string name)
    {
        var (options, problems) = OptionsBinder.Bind(Entry(name), ExampleOf(name), TestModels.ExamplesFolder);
        Skip.If(problems.Count > 0, string.Join("; ", problems));
        try
        {
            var @operator = (Operator)new OperatorSpec(name, Entry(name).Implementation, options, new(1, 1)).Create();
            @operator.Describe(Schema);
            return await OperatorDriver.OpenAsync(@operator, Schema);
        }
        catch (Exception e) when (e is BadInputException or FileNotFoundException)
        {
            throw new SkipException($"Its example needs what is not here: {e.Message}");
        }
    }

    // With a chance of 1 where there is a chance: a picture that is left alone is not read.
    private static string ExampleOf(string name)
    {
        var entry = Entry(name);
        var example = entry.Example.Length == 0 ? "{ }" : entry.Example;
        return entry.Options.Any(option => option.Name == "p") ? System.Text.RegularExpressions.Regex.Replace(example, @"\bp: [\d.]+", "p: 1") is var changed && changed.Contains("p: 1", StringComparison.Ordinal) ? changed : example.Replace("{ ", "{ p: 1, ", StringComparison.Ordinal) : example;
    }

    private static string Told(OperatorDriver driver) => $"{driver.Out.Count} out, {driver.Rejected.Count} rejected, buried: {string.Join("; ", driver.DeadLetters.Select(letter => $"{letter.Lineage.Position} {letter.Error}"))}";
}
