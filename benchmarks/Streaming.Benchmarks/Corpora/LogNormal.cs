namespace Streaming.Benchmarks.Corpora;

/// <summary>Lengths like those of web texts: many short ones, a few very long ones.</summary>
internal static class LogNormal
{
    /// <summary>A length of at least 1, of the distribution exp(N(ln median, sigma²)).</summary>
    public static int Next(Random random, double median, double sigma) =>
        1 + (int)(median * Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
}
