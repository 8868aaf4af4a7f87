using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Draws;
using Streaming.Recordings.FFmpeg;

namespace Streaming.Recordings.Sounds;

/// <summary>Adds noise of a bell curve to sounds, each with a chance of <c>p</c>: an augmentation. What comes out is WAVE of 16 bits, with bytes and no path, also where no noise was added, as in Data-Juicer.</summary>
/// <remarks>The amplitude is drawn evenly between the bounds. Draws follow the sample's id. Plain WAVE files are read without a process.</remarks>
[Operator("audio_add_gaussian_noise_mapper", Example = "{ p: 0.8, min_amplitude: 0.002, max_amplitude: 0.01 }", Job = SurveyJob.Augmentation)]
internal sealed class AudioAddGaussianNoiseMapper : Mapper, IUsesModels, IReadsMedia
{
    private readonly AudioAddGaussianNoiseMapperOptions _options;
    private readonly Studio _studio;
    private readonly SoundReader _sounds;
    private ulong _seed;

    public AudioAddGaussianNoiseMapper(AudioAddGaussianNoiseMapperOptions options)
    {
        _options = options;
        _studio = new(options.Limits);
        _sounds = new(_studio);
    }

    public IReadOnlyList<KeyValuePair<string, string>> Models => [];

    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => FFmpegRuntime.Used;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _studio.Open(context);
        _seed = context.Seed;
        return ValueTask.CompletedTask;
    }

    public IEnumerable<Media> MediaOf(Sample sample) => sample.Audios;

    public bool DecodesMedia => true;

    protected override void Map(Sample sample)
    {
        var number = 0;
        sample.Audios = MediaFiles.OfEach(sample.Audios, sound => Noisy(_sounds.Read(sample, sound), SampleSeed.Of(sample, _seed + (ulong)number++)));
    }

    private Media Noisy(Sound sound, ulong seed)
    {
        var random = new NumpyRandom(seed);
        if (random.Next() < _options.P)
        {
            sound = sound with { Samples = (float[])sound.Samples.Clone() };
            var amplitude = (float)(_options.MinAmplitude + (random.Next() * (_options.MaxAmplitude - _options.MinAmplitude)));
            for (var i = 0; i < sound.Samples.Length; i++)
            {
                sound.Samples[i] += amplitude * (float)Normal(random);
            }
        }

        return new(WaveSamples.Write(sound), null);
    }

    // Box and Muller 1958.
    private static double Normal(NumpyRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.Next())) * Math.Cos(2 * Math.PI * random.Next());
}

/// <summary>Options of <c>audio_add_gaussian_noise_mapper</c>.</summary>
internal sealed record AudioAddGaussianNoiseMapperOptions : RecordingMapperOptions
{
    /// <summary>The least standard deviation of the noise; 1 is as loud as a sound can be.</summary>
    [Range(0.0, 1.0)]
    public double MinAmplitude { get; init; } = 0.001;

    /// <summary>The greatest standard deviation of the noise.</summary>
    [Range(0.0, 1.0)]
    public double MaxAmplitude { get; init; } = 0.015;

    /// <summary>The chance of each sound.</summary>
    [Range(0.0, 1.0)]
    public double P { get; init; } = 0.5;

    public override IEnumerable<OptionProblem> Validate(string baseFolder) =>
        MinAmplitude >= MaxAmplitude ? [.. base.Validate(baseFolder), new("min_amplitude", "must be less than max_amplitude")] : base.Validate(baseFolder);
}
