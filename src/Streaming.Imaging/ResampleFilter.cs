namespace Streaming.Imaging;

/// <summary>The curves of Pillow's filters.</summary>
internal static class ResampleFilter
{
    // Pillow's; many others use -0.75.
    private const double BicubicSharpness = -0.5;

    public static double SupportOf(Resample resample) => resample switch
    {
        Resample.Box => 0.5,
        Resample.Bilinear or Resample.Hamming => 1,
        Resample.Bicubic => 2,
        _ => 3,
    };

    public static double WeightOf(Resample resample, double x) => resample switch
    {
        Resample.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
        Resample.Bilinear => Math.Max(0, 1 - Math.Abs(x)),
        Resample.Hamming => Hamming(Math.Abs(x)),
        Resample.Bicubic => Bicubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    private static double Bicubic(double x) =>
        x < 1 ? ((((BicubicSharpness + 2) * x) - (BicubicSharpness + 3)) * x * x) + 1
        : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * BicubicSharpness
        : 0;

    private static double Hamming(double x) => x == 0 ? 1 : x >= 1 ? 0 : Math.Sin(x * Math.PI) / (x * Math.PI) * (0.54 + (0.46 * Math.Cos(x * Math.PI)));

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
