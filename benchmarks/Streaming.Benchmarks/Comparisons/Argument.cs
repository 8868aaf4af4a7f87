using System.Globalization;

namespace Streaming.Benchmarks.Comparisons;

/// <summary>Optional numbers on the command line.</summary>
internal static class Argument
{
    /// <summary>The n-th argument, or what stands for it.</summary>
    public static int At(string[] arguments, int index, int otherwise) =>
        index < arguments.Length ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
}
