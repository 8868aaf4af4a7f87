using Streaming.Recordings.Sounds;

namespace Streaming.Recordings.Tests;

/// <summary>Sounds that break what reads them are dead letters, and the run goes on.</summary>
public sealed class HostileSoundTests
{
    private static readonly byte[] _good = WaveSamples.Write(new(8000, 1, [.. Enumerable.Range(0, 8000).Select(i => MathF.Sin(i / 5f) / 2)]));

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "nothing", [] },
        { "half a header", _good[..20] },
        { "half of its samples", _good[..4000] },
        { "no sound", "this is no sound, whatever its name says"u8.ToArray() },
        { "no channels", With(22, 0, 0) },
        { "no rate", With(24, 0, 0, 0, 0) },
        { "a format of 4 GiB", With(16, 0xF0, 0xFF, 0xFF, 0xFF) },
        { "samples that are no numbers", Nan() },
    };

    [SkippableTheory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_sound_is_a_dead_letter(string what, byte[] bytes)
    {
        Recordings.NeedFFmpeg();
        await using var driver = await OperatorDriver.OpenAsync(new AudioNmfSnrFilter(new() { MinSnr = -1000, NmfIterNum = 5 }));
        await driver.ApplyAsync([Recordings.WithSound(bytes, "sound.wav"), Recordings.WithSound(_good)]);
        Assert.True(driver.Out.Count == 1 && driver.DeadLetters.Count == 1, what);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public async Task Samples_that_are_no_numbers_are_a_dead_letter_of_whatever_reads_them(float none)
    {
        Operator[] operators =
        [
            new AudioNmfSnrFilter(new() { MinSnr = -1000, NmfIterNum = 5 }), new AudioAddGaussianNoiseMapper(new() { P = 0 }), new AudioAddGaussianNoiseMapper(new() { P = 1 }), new AudioResampleMapper(new() { Rate = 16_000 }),
            new AudioFfmpegWrappedMapper(new() { FilterName = "atrim", FilterKwargs = new Dictionary<string, object?> { ["end"] = 1L } }),
        ];
        foreach (var one in operators)
        {
            await using var driver = await OperatorDriver.OpenAsync(one);
            await driver.ApplyAsync([Recordings.WithSound(Nan(none), "sound.wav")]);
            Assert.Contains("no numbers", Assert.Single(driver.DeadLetters).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_operators_of_a_stage_decode_a_sound_once_and_leave_it_as_it_is()
    {
        var room = new CountingRoom();
        var sample = room.Open(Recordings.WithSound(_good));
        var sound = sample.Audios[0];
        await using var filter = await OperatorDriver.OpenAsync(new AudioNmfSnrFilter(new() { MinSnr = -1000, NmfIterNum = 5 }));
        await using var mapper = await OperatorDriver.OpenAsync(new AudioAddGaussianNoiseMapper(new() { P = 1 }));
        await filter.ApplyAsync([sample]);
        var decoded = sample.Decoded!.Of<Sound>(sound, () => throw new InvalidOperationException("It was not kept."), _ => 0);
        var before = (float[])decoded.Samples.Clone();
        await mapper.ApplyAsync([sample]);
        Assert.Equal(before, decoded.Samples);
        Assert.Equal((1, 4L * before.Length), (room.Asked, room.Held));
        sample.Decoded.Release();
        Assert.Equal(0, room.Held);
    }

    [Fact]
    public async Task A_plain_wave_file_needs_no_process()
    {
        await using var driver = await OperatorDriver.OpenAsync(new AudioDurationFilter(new() { MinDuration = 1, MaxDuration = 1 }));
        await driver.ApplyAsync([Recordings.WithSound(_good)]);
        Assert.Equal([1.0], driver.Out.Single().Stats.Figures("audio_duration"));
    }

    [Fact]
    public async Task Noise_follows_the_sample_and_has_the_loudness_that_was_asked()
    {
        async Task<byte[]> Noisy()
        {
            var sample = Some.Sample("text", "a");
            sample.Audios = [new(_good, null)];
            await using var driver = await OperatorDriver.OpenAsync(new AudioAddGaussianNoiseMapper(new() { P = 1, MinAmplitude = 0.1, MaxAmplitude = 0.1001 }));
            await driver.ApplyAsync([sample]);
            return driver.Out.Single().Audios[0].Bytes!.Value.ToArray();
        }

        var noisy = await Noisy();
        Assert.Equal(noisy, await Noisy());
        var difference = Enumerable.Range(22, 8000).Select(i => (BitConverter.ToInt16(noisy, 2 * i) - BitConverter.ToInt16(_good, 2 * i)) / 32768.0);
        Assert.Equal(0.1, Math.Sqrt(difference.Average(d => d * d)), 2);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(16, 2)]
    public void Samples_come_back_as_they_were_written(int rate, int channels)
    {
        var sound = new Sound(rate * 1000, channels, [0, 0.5f, -0.5f, -1, 0.25f, 0.75f]);
        using var stream = new MemoryStream(WaveSamples.Write(sound));
        var format = WaveFormat.Read(stream)!;
        Assert.Equal((sound.Rate, sound.Channels, 12), (format.Rate, format.Channels, (int)format.Length!));
        Assert.Equal(sound.Samples, WaveSamples.Decode(stream.ToArray().AsSpan(44), format));
    }

    [SkippableFact]
    public async Task Sounds_are_brought_to_one_rate()
    {
        Recordings.NeedFFmpeg();
        await using var driver = await OperatorDriver.OpenAsync(new AudioResampleMapper(new() { Rate = 16_000, Channels = 2 }));
        await driver.ApplyAsync([Recordings.WithSound(_good)]);
        using var stream = new ReadOnlyMemoryStream(driver.Out.Single().Audios[0].Bytes!.Value);
        var format = WaveFormat.Read(stream)!;
        Assert.Equal((16_000, 2, 16_000L), (format.Rate, format.Channels, format.Length / format.FrameBytes));
    }

    private static byte[] With(int at, params byte[] bytes)
    {
        var changed = (byte[])_good.Clone();
        bytes.CopyTo(changed, at);
        return changed;
    }

    // 32-bit numbers, one of which is none.
    private static byte[] Nan(float none = float.NaN)
    {
        var bytes = With(20, 3);
        (bytes[32], bytes[34]) = (4, 32);
        BitConverter.GetBytes(none).CopyTo(bytes, 44);
        return bytes;
    }
}
