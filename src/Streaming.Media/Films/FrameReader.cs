using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Decodes a film frame by frame; no more than one frame is held.</summary>
internal sealed class FrameReader(Studio studio)
{
    /// <summary>
    /// The frames in the order in which they are shown, each in the same memory: what is to stay must be copied. Whoever stops early ends the process.
    /// </summary>
    /// <param name="file">The film.</param>
    /// <param name="size">The size of the frames; another than the film's is scaled to.</param>
    /// <param name="select">An expression of FFmpeg's filter <c>select</c>; null for every frame.</param>
    /// <param name="before">Arguments before the input.</param>
    public IEnumerable<RgbImage> Read(StudioFile file, (int Width, int Height) size, string? select = null, params IEnumerable<string> before)
    {
        var filter = $"{(select is null ? "" : $"select='{select}',")}scale={size.Width}:{size.Height}";
        using var call = studio.Decode(file, ["-noautorotate", .. before], ["-map", "0:v:0", "-an", "-sn", "-dn", "-vf", filter, "-fps_mode", "passthrough", "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo"]);
        var frame = new RgbImage(size.Width, size.Height, new byte[checked(size.Width * size.Height * RgbImage.Channels)]);
        for (int got; (got = call.Output.ReadAtLeast(frame.Pixels, frame.Pixels.Length, throwOnEndOfStream: false)) > 0;)
        {
            if (got == frame.Pixels.Length)
            {
                yield return frame;
            }
        }

        call.Finish();
    }

    /// <summary>The size of a film's frames, within the limit.</summary>
    /// <exception cref="InvalidDataException">They are too large.</exception>
    public (int Width, int Height) SizeOf(FilmStream film) => (long)film.Width * film.Height <= Math.Min(studio.Limits.MaxPixels, int.MaxValue / RgbImage.Channels)
        ? (film.Width, film.Height)
        : throw new InvalidDataException($"The film's frames have {film.Width} × {film.Height} pixels, more than the {studio.Limits.MaxPixels} allowed.");
}
