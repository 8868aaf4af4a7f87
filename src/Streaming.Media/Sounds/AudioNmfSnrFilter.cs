using System.ComponentModel.DataAnnotations;
using Streaming.Recordings.Sounds.Spectra;

namespace Streaming.Recordings.Sounds;

/// <summary>Keeps samples whose sounds have a ratio of signal to noise, in decibels, between <c>min_snr</c> and <c>max_snr</c>.</summary>
/// <remarks>
/// The spectrum is split into two parts by non-negative factors; Data-Juicer takes the first for the signal and the second for the noise. Which is which is an accident of the random start, so the figure
/// may be negative for a clean sound. Silence has the largest double, a sound of less than 512 samples none (NaN). Plain WAVE files are read without a process.
/// </remarks>
[Operator("audio_nmf_snr_filter", Example = "{ min_snr: 5, nmf_iter_num: 200 }")]
internal sealed class AudioNmfSnrFilter : RecordingFilter
{
    private const double Decibels = 10;

    private readonly AudioNmfSnrFilterOptions _options;
    private readonly SoundReader _sounds;

    public AudioNmfSnrFilter(AudioNmfSnrFilterOptions options) : base(MediaKind.Sound, options, ("audio_nmf_snr", ColumnType.Float64))
    {
        _options = options;
        _sounds = new(Studio);
    }

    public override bool DecodesMedia => true;

    protected override string Threshold => $"{(_options.Interval.Reversed ? "" : "in ")}{_options.Interval} dB";

    protected override bool IsIn(ReadOnlySpan<double> figures) => _options.Interval.Keeps(figures[0]);

    protected override double[] Measure(Sample sample, Media medium)
    {
        var parts = TwoParts.Of(ShortTimeSpectrum.Magnitudes(_sounds.Read(sample, medium).Mono()), ShortTimeSpectrum.Bins, _options.NmfIterNum);
        var (signal, noise) = (ShortTimeSpectrum.Power(parts.Spectra[0], parts.Strengths[0]), ShortTimeSpectrum.Power(parts.Spectra[1], parts.Strengths[1]));
        return [noise == 0 ? double.MaxValue : Decibels * Math.Log10(signal / noise)];
    }
}

/// <summary>Options of <c>audio_nmf_snr_filter</c>.</summary>
internal sealed record AudioNmfSnrFilterOptions : RecordingFilterOptions
{
    /// <summary>The lowest ratio to keep, in decibels.</summary>
    public double MinSnr { get; init; }

    /// <summary>The highest ratio to keep, in decibels. The default, too, is an end: silence lies beyond it.</summary>
    public double MaxSnr { get; init; } = long.MaxValue;

    /// <summary>The most rounds of factorising.</summary>
    [Range(1, 100_000)]
    public int NmfIterNum { get; init; } = 500;

    internal Interval Interval => Between(MinSnr, MaxSnr);
}
