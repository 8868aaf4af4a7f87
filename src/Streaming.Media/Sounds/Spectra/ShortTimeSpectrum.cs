using System.Numerics;

namespace Streaming.Recordings.Sounds.Spectra;

/// <summary>The short-time Fourier transform with the defaults of librosa 0.11: windows of 2,048 samples (Hann, periodic), 512 apart, centred on their moments, with silence beyond both ends.</summary>
internal static class ShortTimeSpectrum
{
    /// <summary>Samples of a window.</summary>
    public const int Window = 2048;

    /// <summary>Samples from one window to the next.</summary>
    public const int Hop = 512;

    /// <summary>Frequencies of a window.</summary>
    public const int Bins = (Window / 2) + 1;

    private static readonly double[] _hann = [.. Enumerable.Range(0, Window).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)))];
    private static readonly Fourier _fourier = new(Window);

    /// <summary>How strong each frequency is in each window: <see cref="Bins"/> numbers a window, window after window.</summary>
    public static float[] Magnitudes(ReadOnlySpan<float> samples)
    {
        var magnitudes = new float[(1 + (samples.Length / Hop)) * Bins];
        var values = new Complex[Window];
        for (var window = 0; window < magnitudes.Length / Bins; window++)
        {
            var first = (window * Hop) - (Window / 2);
            for (var i = 0; i < Window; i++)
            {
                var at = first + i;
                values[i] = at >= 0 && at < samples.Length ? samples[at] * _hann[i] : 0;
            }

            _fourier.Transform(values);
            for (var bin = 0; bin < Bins; bin++)
            {
                magnitudes[(window * Bins) + bin] = (float)values[bin].Magnitude;
            }
        }

        return magnitudes;
    }

    /// <summary>The mean power of the sound whose windows all have one spectrum, without phases, each with a strength of its own: what librosa's <c>istft</c> makes of them. NaN where there is no whole hop.</summary>
    public static double Power(ReadOnlySpan<float> spectrum, ReadOnlySpan<float> strengths)
    {
        var pulse = Pulse(spectrum);
        var length = Hop * (strengths.Length - 1);
        var sum = 0.0;
        for (var at = 0; at < length; at++)
        {
            var (value, weight) = (0.0, 0.0);
            var moment = at + (Window / 2);
            for (var window = moment < Window ? 0 : ((moment - Window) / Hop) + 1; window < strengths.Length && window * Hop <= moment; window++)
            {
                var i = moment - (window * Hop);
                value += strengths[window] * pulse[i] * _hann[i];
                weight += _hann[i] * _hann[i];
            }

            // The windows of the whole length overlap everywhere; no weight is ever near 0.
            sum += value / weight * (value / weight);
        }

        return sum / length;
    }

    // The inverse transform of a spectrum that is real: its mirror image is the spectrum of what runs backwards, so the forward transform does.
    private static double[] Pulse(ReadOnlySpan<float> spectrum)
    {
        var values = new Complex[Window];
        for (var bin = 0; bin < Window; bin++)
        {
            values[bin] = spectrum[bin < Bins ? bin : Window - bin];
        }

        _fourier.Transform(values);
        return Array.ConvertAll(values, value => value.Real / Window);
    }
}
