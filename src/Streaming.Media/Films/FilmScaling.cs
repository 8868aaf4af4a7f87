using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Films;

/// <summary>Films of another size.</summary>
internal static class FilmScaling
{
    /// <summary>The film in another size, of its own format, without its sound, as in Data-Juicer; or the film itself where it has the size.</summary>
    /// <param name="studio">Where it is made.</param>
    /// <param name="medium">The film.</param>
    /// <param name="choose">The size that is wanted; null to leave it alone.</param>
    public static Media Of(Studio studio, Media medium, Func<FilmStream, (int Width, int Height)?> choose)
    {
        using var file = studio.FileOf(medium);
        return choose(RecordingFacts.Of(studio, file).Film) is { } size
            ? studio.Make(file, Containers.ExtensionOf(medium, studio, file), ["-noautorotate"], ["-map", "0:v:0", "-an", "-sn", "-dn", "-vf", $"scale={size.Width}:{size.Height}"])
            : medium;
    }
}
