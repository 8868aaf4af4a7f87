namespace Streaming.Imaging;

/// <summary>For each place of a resized line: which places of the original it is made of, and with which weights (Pillow's 22-bit fixed point).</summary>
internal sealed class ResampleWeights
{
    public const int Bits = 22;

    public ResampleWeights(int from, int to, Resample resample)
    {
        Starts = new int[to];
        Counts = new int[to];
        var scale = (double)from / to;

        // Shrinking widens the filter: this is the antialiasing.
        var widening = Math.Max(scale, 1);
        var support = ResampleFilter.SupportOf(resample) * widening;
        Stride = ((int)Math.Ceiling(support) * 2) + 1;
        Weights = new int[to * Stride];
        var exact = new double[Stride];
        for (var place = 0; place < to; place++)
        {
            var center = (place + 0.5) * scale;
            var start = Math.Max(0, (int)(center - support + 0.5));
            var count = Math.Min(from, (int)(center + support + 0.5)) - start;
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                exact[i] = ResampleFilter.WeightOf(resample, (i + start - center + 0.5) / widening);
                sum += exact[i];
            }

            (Starts[place], Counts[place]) = (start, count);
            for (var i = 0; i < count; i++)
            {
                Weights[(place * Stride) + i] = Fixed(sum == 0 ? exact[i] : exact[i] / sum);
            }
        }
    }

    public int[] Starts { get; }

    public int[] Counts { get; }

    public int[] Weights { get; }

    public int Stride { get; }

    private static int Fixed(double weight) => (int)((weight * (1 << Bits)) + (weight < 0 ? -0.5 : 0.5));
}
