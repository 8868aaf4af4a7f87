using Streaming.Imaging;
using Streaming.Imaging.Cascades;
using Streaming.Operators.Images;
using Streaming.Operators.Images.Faces;

namespace Streaming.Operators.Tests.Images.Faces;

/// <summary>Blurred faces.</summary>
public sealed class ImageFaceBlurMapperTests
{
    [Fact]
    public async Task Only_faces_change_and_a_picture_without_one_is_left_alone()
    {
        var crowd = new Media(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", "Faces", "crowd.png")), null);
        var plain = Pictures.Png(64, 64);
        await using var driver = await OperatorDriver.OpenAsync(new ImageFaceBlurMapper(new() { BlurType = BlurType.Box, Radius = 9 }));
        await driver.ApplyAsync([Pictures.With("a", crowd, plain)]);

        Assert.Same(plain, driver.Out[0].Images[1]);
        var (before, after) = (ImageDecoder.Decode(crowd.Bytes!.Value), ImageDecoder.Decode(driver.Out[0].Images[0].Bytes!.Value));
        var faces = new CascadeDetector(CascadeFiles.Open(""), new(1.1, 3, null, null)).Find(before);
        Assert.NotEmpty(faces);
        var changedInside = 0;
        for (var i = 0; i < before.Width * before.Height; i++)
        {
            var isInside = faces.Any(face => i % before.Width >= face.X && i % before.Width < face.Right && i / before.Width >= face.Y && i / before.Width < face.Bottom);
            var isChanged = before.Pixels[3 * i] != after.Pixels[3 * i];
            Assert.False(isChanged && !isInside);
            changedInside += isChanged ? 1 : 0;
        }

        Assert.True(changedInside > faces.Sum(face => face.Width * face.Height) / 2);
    }
}
