using System.Text.Json;
using Streaming.Imaging;
using Streaming.Operators.Images;
using Streaming.Recordings.FFmpeg;
using Streaming.Recordings.Films;
using Streaming.Recordings.Sounds;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Holds sounds and films that an operator made against figures of those that were recorded: rates, channels, lengths, loudness; sizes, frames, streams of sound.</summary>
internal sealed class GoldenRecordings : IDisposable
{
    private const double Loudness = 0.05;

    // Where a clip ends is in the hands of the encoder that recorded it: it wrote the last frames of some clips up to three frames late.
    private const double FramesOfLength = 3.01;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streaming-goldens-");
    private readonly Studio _studio = new(new(TimeSpan.FromMinutes(2), ImageDecoder.DefaultMaxPixels, FFmpegLimits.DefaultMaxBytes));

    public GoldenRecordings() => _studio.Open(new() { Name = "goldens", Seed = 0, Input = RowSchema.Text, Memory = new MemoryAccount(1 << 20), ScratchFolder = () => _folder.FullName });

    /// <summary>Compares every row that was recorded of a sample with what came out of it.</summary>
    public void Check(IReadOnlyList<Sample> rows, JsonElement expected, List<string> differences)
    {
        var id = expected.GetProperty("id").GetString();
        if (rows.Count != expected.GetProperty("rows").GetArrayLength())
        {
            differences.Add($"{id}: {expected.GetProperty("rows").GetArrayLength()} samples recorded, {rows.Count} now");
            return;
        }

        foreach (var (row, recorded) in rows.Zip(expected.GetProperty("rows").EnumerateArray()))
        {
            if (recorded.GetProperty("text").GetString() != row.Text)
            {
                differences.Add($"{id}: {recorded.GetProperty("text")} recorded, {row.Text} now");
            }

            var (kind, media) = recorded.TryGetProperty("audios", out var sounds) ? (MediaKind.Sound, sounds) : (MediaKind.Film, recorded.GetProperty("videos"));
            CheckMedia($"{id} {kind.One()}", kind.Of(row), media, differences);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void CheckMedia(string what, IReadOnlyList<Media> now, JsonElement recorded, List<string> differences)
    {
        if (now.Count != recorded.GetArrayLength())
        {
            differences.Add($"{what}: {recorded.GetArrayLength()} recorded, {now.Count} now");
            return;
        }

        foreach (var (medium, figures) in now.Zip(recorded.EnumerateArray()))
        {
            var isSame = figures.GetProperty("name").GetString() == "same path";
            if (isSame != medium.Bytes is null)
            {
                differences.Add($"{what}: {(isSame ? "left alone" : "made anew")} in the recording, not now");
            }
            else if (!isSame)
            {
                var said = figures.TryGetProperty("rate", out _) ? Sound(medium, figures) : Film(medium, figures);
                differences.AddRange(said.Where(s => !s.Holds).Select(s => $"{what}: {s.Figure}, recorded {figures.GetRawText()}"));
            }
        }
    }

    private IEnumerable<(bool Holds, string Figure)> Sound(Media medium, JsonElement recorded)
    {
        var sound = new SoundReader(_studio).Read(Some.Sample(""), medium);
        var rms = Math.Sqrt(sound.Samples.Sum(s => (double)s * s) / sound.Samples.Length);
        yield return (recorded.GetProperty("rate").GetInt32() == sound.Rate, $"rate {sound.Rate}");
        yield return (recorded.GetProperty("channels").GetInt32() == sound.Channels, $"{sound.Channels} channels");
        yield return (recorded.GetProperty("frames").GetInt32() == sound.Frames || medium.Bytes!.Value.Span.StartsWith("OggS"u8), $"{sound.Frames} frames");
        yield return (Math.Abs(recorded.GetProperty("rms").GetDouble() - rms) <= Loudness * rms, $"rms {rms}");
    }

    private IEnumerable<(bool Holds, string Figure)> Film(Media medium, JsonElement recorded)
    {
        using var file = _studio.FileOf(medium);
        var facts = RecordingFacts.Of(_studio, file);
        var frames = FilmPackets.Of(_studio, file).Count;
        yield return ((recorded.GetProperty("width").GetInt32(), recorded.GetProperty("height").GetInt32()) == (facts.Film.Width, facts.Film.Height), $"{facts.Film.Width} × {facts.Film.Height}");
        yield return (recorded.GetProperty("frames").GetInt32() == frames, $"{frames} frames");
        yield return (recorded.GetProperty("audio_streams").GetInt32() == facts.Sounds.Count, $"{facts.Sounds.Count} streams of sound");
        var length = recorded.GetProperty("duration");
        yield return (length.ValueKind == JsonValueKind.Null || Math.Abs(length.GetDouble() - facts.FilmSeconds) <= FramesOfLength / facts.Film.Rate, $"{facts.FilmSeconds} s");
    }
}
