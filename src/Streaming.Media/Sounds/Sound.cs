namespace Streaming.Recordings.Sounds;

/// <summary>A decoded sound.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Channels">1 for mono, 2 for stereo…</param>
/// <param name="Samples">Amplitudes of [-1, 1], the channels of one moment side by side.</param>
internal sealed record Sound(int Rate, int Channels, float[] Samples)
{
    /// <summary>The number of moments.</summary>
    public int Frames => Samples.Length / Channels;

    /// <summary>The mean of the channels.</summary>
    public float[] Mono()
    {
        if (Channels == 1)
        {
            return Samples;
        }

        var mono = new float[Frames];
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < Channels; channel++)
            {
                sum += Samples[(i * Channels) + channel];
            }

            mono[i] = sum / Channels;
        }

        return mono;
    }
}
