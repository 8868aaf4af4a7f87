namespace Streaming.Imaging;

/// <summary>Pillow's filters, under the numbers that preprocessor_config.json calls them by.</summary>
internal enum Resample
{
    Nearest = 0,
    Lanczos = 1,
    Bilinear = 2,
    Bicubic = 3,
    Box = 4,
    Hamming = 5,
}
