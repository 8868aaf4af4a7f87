using Streaming.Imaging;
using Streaming.Operators.Tests.Images;

namespace Streaming.Operators.Tests.Contract;

/// <summary>Every operator of the catalogue that reads media, whoever adds it, says so: else nobody fetches those that are addresses for it.</summary>
public sealed class AddressedMediaTests
{
    private const string Address = "http://127.0.0.1:1/picture.png";
    private const string NotFetched = "is an address";

    // Loading models takes its time: those whose descriptions speak of no pictures are left out.
    public static TheoryData<string> Operators => new(OperatorCatalog.Default.Names(OperatorRole.Step).Where(name =>
        Entry(name).Implementation is var type && (!type.IsAssignableTo(typeof(DeviceOperator)) || type.IsAssignableTo(typeof(IReadsMedia)) || Entry(name).Summary.Contains("picture", StringComparison.OrdinalIgnoreCase) || name.Contains("image", StringComparison.Ordinal))));

    public static TheoryData<string> Readers => new(OperatorCatalog.Default.Names(OperatorRole.Step).Where(name => Entry(name).Implementation.IsAssignableTo(typeof(IReadsMedia))));

    [SkippableTheory]
    [MemberData(nameof(Operators))]
    public async Task What_reads_media_says_which(string name)
    {
        var (@operator, letters) = await RunAsync(name, new Media(null, Address));
        var asked = letters.Any(letter => letter.Error.Contains(NotFetched, StringComparison.Ordinal));
        Assert.True(!asked || (@operator is IReadsMedia reader && reader.MediaOf(Sample(new Media(null, Address))).Any(m => m.Path == Address)), $"{name} reads media and is no {nameof(IReadsMedia)}, or does not name them");
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task What_was_fetched_is_read(string name)
    {
        var (_, letters) = await RunAsync(name, new Media(null, Address) { Fetched = Pictures.Png(40, 30).Bytes });
        Assert.DoesNotContain(letters, letter => letter.Error.Contains(NotFetched, StringComparison.Ordinal) || (name.Contains("image", StringComparison.Ordinal) && letter.Error.Contains("picture", StringComparison.Ordinal)));
    }

    // Whoever decodes takes what others decoded, and leaves it as it is.
    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task What_was_decoded_is_taken_and_left_as_it_is(string name)
    {
        await using var driver = await HostilePictureTests.OpenAsync(name);
        Skip.IfNot(driver.Operator is IReadsMedia { DecodesMedia: true } && Entry(name).Implementation.Namespace!.StartsWith("Streaming.Recordings", StringComparison.Ordinal) is false, "It decodes no pictures.");
        var counted = new[] { new CountedBytes(Pictures.Png(64, 48).Bytes!.Value), new CountedBytes(Pictures.Png(33, 21).Bytes!.Value) };
        var sample = new CountingRoom().Open(Some.Sample("<__dj__image> <__dj__image> a picture of a <|__dj__eoc|>"));
        sample.Images = [.. counted.Select(c => new Media(c.Memory, null))];
        var decoded = sample.Images.Select(picture => SamplePictures.Decode(sample, picture, ImageDecoder.DefaultMaxPixels).Pixels).ToList();
        var before = decoded.ConvertAll(pixels => (byte[])pixels.Clone());
        await driver.ApplyAsync([sample]);
        Assert.Equal(before, decoded);
        Assert.All(counted, c => Assert.Equal(1, c.Decodings));
        Assert.Empty(driver.DeadLetters);
    }

    private static OperatorEntry Entry(string name) => OperatorCatalog.Default.Find(OperatorRole.Step, name)!;

    private static Sample Sample(Media medium)
    {
        var sample = Some.Sample("<__dj__image> <__dj__video> <__dj__audio> a picture of a <|__dj__eoc|>");
        (sample.Images, sample.Audios, sample.Videos) = ([medium, Pictures.Png(33, 21)], [medium], [medium]);
        return sample;
    }

    private static async Task<(Operator Operator, IReadOnlyList<DeadLetter> Letters)> RunAsync(string name, Media medium)
    {
        await using var driver = await HostilePictureTests.OpenAsync(name);
        try
        {
            await driver.ApplyAsync([Sample(medium)]);
            await driver.FinishAsync();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new SkipException($"It needs what is not here: {e.Message}");
        }

        return (driver.Operator, driver.DeadLetters);
    }
}
