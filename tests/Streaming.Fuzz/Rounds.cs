using System.Globalization;

namespace Streaming.Fuzz;

/// <summary>Tries damaged inputs, round by round.</summary>
internal static class Rounds
{
    /// <summary>1 at the first that breaks a law, whose input is then a file; else 0.</summary>
    public static int Run(IFuzzTarget target, int rounds, int seed, string folder = ".")
    {
        for (var round = 0; round < rounds; round++)
        {
            var input = InputOf(target, round, seed);
            try
            {
                target.Try(input);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"fuzz-{target.Name}-{seed}-{round}"));
                File.WriteAllBytes(file, input);
                Console.Error.WriteLine($"Round {round}: {e}\nThe input is {file}.");
                return 1;
            }
        }

        Console.WriteLine($"{target.Name}: {rounds} rounds, no law broken.");
        return 0;
    }

    /// <summary>The input of a round.</summary>
    public static byte[] InputOf(IFuzzTarget target, int round, int seed) => Mutation.Of(target.Seeds, new Random(HashCode(seed, round)));

    // Not System.HashCode, whose results differ from run to run.
    private static int HashCode(int seed, int round) => unchecked((seed * 1_000_003) + round);
}
