using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Sounds;

/// <summary>The rate and the channels of sounds, from their headers.</summary>
internal sealed class SoundFormat(Studio studio)
{
    /// <summary>Both.</summary>
    /// <exception cref="InvalidDataException">It is no sound.</exception>
    public (int Rate, int Channels) Of(Media medium)
    {
        using (var direct = medium.InMemory is { } bytes ? new ReadOnlyMemoryStream(bytes) : MediaFiles.Open(medium))
        {
            if (WaveFormat.Read(direct) is { } wave)
            {
                return (wave.Rate, wave.Channels);
            }
        }

        using var file = studio.FileOf(medium);
        return RecordingFacts.Of(studio, file).Sounds is [var sound, ..] ? (sound.Rate, sound.Channels) : throw new InvalidDataException("The medium has no sound.");
    }
}
