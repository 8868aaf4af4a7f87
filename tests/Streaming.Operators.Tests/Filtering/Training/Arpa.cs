using System.Globalization;

namespace Streaming.Operators.Tests.Filtering.Training;

/// <summary>A model read from ARPA and asked as its format says.</summary>
internal sealed class Arpa
{
    private readonly Dictionary<string, (double Probability, double Weight)> _runs = [];

    /// <summary>The words.</summary>
    public IEnumerable<string> Words => _runs.Keys.Where(run => !run.Contains(' ', StringComparison.Ordinal));

    /// <summary>The runs of all lengths.</summary>
    public IEnumerable<string[]> Runs => _runs.Keys.Select(run => run.Split(' '));

    public static Arpa Parse(string text)
    {
        var arpa = new Arpa();
        var told = new Dictionary<int, int>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("ngram ", StringComparison.Ordinal))
            {
                var parts = line[6..].Split('=');
                told[int.Parse(parts[0], CultureInfo.InvariantCulture)] = int.Parse(parts[1], CultureInfo.InvariantCulture);
            }
            else if (line.Split('\t') is [var probability, var run, .. var weight])
            {
                arpa._runs.Add(run, (Power(probability), weight is [var given] ? Power(given) : 1));
            }
        }

        Assert.All(told, pair => Assert.Equal(pair.Value, arpa.Count(pair.Key)));
        Assert.EndsWith("\\end\\\n", text, StringComparison.Ordinal);
        return arpa;
    }

    public int Count(int length) => Runs.Count(run => run.Length == length);

    public bool Has(string run) => _runs.ContainsKey(run);

    public double Probability(IReadOnlyList<string> context, string word)
    {
        var name = string.Join(' ', context);
        return _runs.TryGetValue(context.Count == 0 ? word : $"{name} {word}", out var found) ? found.Probability
            : context.Count == 0 ? throw new KeyNotFoundException(word)
            : (_runs.TryGetValue(name, out var before) ? before.Weight : 1) * Probability([.. context.Skip(1)], word);
    }

    private static double Power(string log) => Math.Pow(10, double.Parse(log, CultureInfo.InvariantCulture));
}
