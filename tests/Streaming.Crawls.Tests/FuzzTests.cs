using Streaming.Fuzz;

namespace Streaming.Crawls.Tests;

/// <summary>The fuzz targets of every parser, for some rounds of damaged inputs that are the same each time; <c>STREAMING_FUZZ_ROUNDS</c> sets how many (200).</summary>
public sealed class FuzzTests
{
    private const int Seed = 17;

    private static readonly int RoundsOfEach = int.TryParse(Environment.GetEnvironmentVariable("STREAMING_FUZZ_ROUNDS"), out var rounds) ? rounds : 200;

    public static TheoryData<string> Targets() => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_parser_keeps_its_laws_whatever_it_is_given(string name)
    {
        var target = FuzzTargets.Find(name)!;
        Assert.All(target.Seeds, target.Try);
        for (var round = 0; round < RoundsOfEach; round++)
        {
            var input = Rounds.InputOf(target, round, Seed);
            var broken = Record.Exception(() => target.Try(input));
            Assert.True(broken is null, $"Round {round} ({Convert.ToBase64String(input)}): {broken}");
        }
    }

    [Fact]
    public void A_law_that_is_broken_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-fuzz-").FullName;
        try
        {
            Assert.Equal(1, Rounds.Run(new Fragile(), 1_000, Seed, folder));
            Assert.NotEmpty(Directory.GetFiles(folder, "fuzz-fragile-*"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Fragile : IFuzzTarget
    {
        public string Name => "fragile";

        public IReadOnlyList<byte[]> Seeds { get; } = ["a good input"u8.ToArray()];

        public void Try(byte[] input) => LawBrokenException.Unless(!input.Contains((byte)0), "No NUL.");
    }
}
