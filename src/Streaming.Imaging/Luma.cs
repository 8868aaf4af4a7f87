namespace Streaming.Imaging;

/// <summary>Brightness as OpenCV's <c>cvtColor</c> has it: ITU-R BT.601 in 15-bit fixed point, rounded.</summary>
internal static class Luma
{
    private const int Red = 9_798;
    private const int Green = 19_235;
    private const int Blue = 3_735;
    private const int Bits = 15;

    /// <summary>A byte for each pixel, row by row.</summary>
    public static byte[] Of(RgbImage image)
    {
        var gray = GC.AllocateUninitializedArray<byte>(image.Width * image.Height);
        var pixels = image.Pixels;
        for (int i = 0, at = 0; i < gray.Length; i++, at += RgbImage.Channels)
        {
            gray[i] = (byte)(((Red * pixels[at]) + (Green * pixels[at + 1]) + (Blue * pixels[at + 2]) + (1 << (Bits - 1))) >> Bits);
        }

        return gray;
    }
}
