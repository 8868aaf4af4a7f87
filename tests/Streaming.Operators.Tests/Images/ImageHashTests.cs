using Streaming.Operators.Images.Hashing;

namespace Streaming.Operators.Tests.Images;

/// <summary>Hashes of pictures whose bits can be told by looking.</summary>
public sealed class ImageHashTests
{
    [Fact]
    public void Differences_are_set_where_the_right_neighbour_is_brighter()
    {
        Assert.Equal(ulong.MaxValue, ImageHash.Of(Pictures.Gray(90, 80, (x, _) => x * 2), ImageHashMethod.Dhash));
        Assert.Equal(0ul, ImageHash.Of(Pictures.Gray(90, 80, (x, _) => 200 - (x * 2)), ImageHashMethod.Dhash));
        Assert.Equal(0ul, ImageHash.Of(Pictures.Gray(90, 80, (_, y) => y * 2), ImageHashMethod.Dhash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Means_are_set_where_it_is_bright(bool byBlocks) =>
        Assert.Equal(0x0F0F_0F0F_0F0F_0F0Ful, ImageHash.Of(Pictures.Gray(256, 256, (x, _) => x < 128 ? 10 : 200), byBlocks ? ImageHashMethod.Whash : ImageHashMethod.Ahash));

    [Fact]
    public void A_picture_of_one_colour_has_the_same_bits_whatever_its_size()
    {
        foreach (var side in new[] { 1, 31, 32, 100 })
        {
            Assert.Equal(ulong.MaxValue, ImageHash.Of(Pictures.Gray(side, side, (_, _) => 77), ImageHashMethod.Phash));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Frequencies_are_those_of_the_textbook(int wave)
    {
        var plane = new GrayPlane(32, 32, [.. Enumerable.Range(0, 1024).Select(i => (byte)(100 + (90 * Math.Cos(Math.PI * wave * ((2 * (i % 32)) + 1) / 64))))]);
        var lowest = CosineTransform.Lowest(plane, 8);
        for (var k = 0; k < 8; k++)
        {
            var expected = Enumerable.Range(0, 32).Sum(x => 32 * plane.Levels[x] * Math.Cos(Math.PI * k * ((2 * x) + 1) / 64));
            Assert.Equal(expected, lowest[k], 6);
        }

        Assert.All(lowest[8..], value => Assert.Equal(0, value));
    }
}
