using Streaming.Operators.Filtering.LanguageModels.Training;

namespace Streaming.Operators.Tests.Filtering.Training;

/// <summary>Interpolated modified Kneser-Ney as the paper writes it (Chen and Goodman 1998, section 3), by looking through all of the text for every figure: slow, in memory, and plainly right.</summary>
internal sealed class ChenGoodman
{
    private readonly int _order;
    private readonly List<string[]> _lines;
    private readonly Dictionary<string, long>[] _ways;
    private readonly Dictionary<string, long>[] _times;
    private readonly NgramTraining _training;
    private readonly double[][] _discounts;

    public ChenGoodman(NgramTraining training, IEnumerable<string> lines)
    {
        (_training, _order) = (training, training.Order);
        _lines = [.. lines.Select(line => (string[])[.. _order > 1 ? ["<s>"] : Array.Empty<string>(), .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "</s>"])];
        Words = [.. _lines.SelectMany(line => line).Distinct().Where(word => word != "<s>"), "<unk>"];
        _times = [.. Enumerable.Range(0, _order + 1).Select(Times)];
        _ways = [.. Enumerable.Range(0, _order + 1).Select(Ways)];
        _discounts = [.. _ways.Skip(1).Select(Discounts)];
    }

    /// <summary>All words that may be met.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>All runs of a length that the text has, but for the start of a line alone.</summary>
    public IEnumerable<string[]> Runs(int length) => _times[length].Where(run => run.Value > _training.PrunedUpTo(length)).Select(run => run.Key.Split(' ')).Where(run => run is not ["<s>"]);

    /// <summary>The probability of a word after others.</summary>
    public double Probability(IReadOnlyList<string> context, string word)
    {
        var length = context.Count + 1;
        var all = _ways[length].Where(run => Begins(run.Key, context)).ToList();
        var lower = context.Count == 0 ? 1.0 / Words.Count : Probability([.. context.Skip(1)], word);
        if (all.Count == 0)
        {
            return lower;
        }

        var total = (double)all.Sum(run => run.Value);
        var taken = all.Sum(run => IsKept(run.Key, length) ? Discount(length, run.Value) : run.Value);
        var name = string.Join(' ', context.Append(word));
        var ways = IsKept(name, length) ? _ways[length].GetValueOrDefault(name) : 0;
        return (Math.Max(0, ways - Discount(length, ways)) / total) + (taken / total * lower);
    }

    private static bool Begins(string run, IReadOnlyList<string> context) => run.Split(' ')[..^1].SequenceEqual(context);

    private bool IsKept(string run, int length) => _times[length].GetValueOrDefault(run) > _training.PrunedUpTo(length);

    private double Discount(int length, long ways) => ways == 0 ? 0 : _discounts[length - 1][Math.Min(ways, 3) - 1];

    private Dictionary<string, long> Times(int length)
    {
        var times = new Dictionary<string, long>();
        foreach (var line in _lines)
        {
            for (var i = 0; length > 0 && i + length <= line.Length; i++)
            {
                var run = string.Join(' ', line[i..(i + length)]);
                times[run] = times.GetValueOrDefault(run) + 1;
            }
        }

        times.Remove("<s>");
        return times;
    }

    private Dictionary<string, long> Ways(int length) => length == 0 || length == _order ? _times[length] : _times[length].ToDictionary(
        run => run.Key,
        run => run.Key.StartsWith("<s> ", StringComparison.Ordinal) ? run.Value : _times[length + 1].Keys.Count(longer => longer.EndsWith(" " + run.Key, StringComparison.Ordinal)));

    private static double[] Discounts(Dictionary<string, long> ways)
    {
        var t = Enumerable.Range(1, 4).Select(count => (double)ways.Values.Count(w => w == count)).ToArray();
        var y = t[0] / (t[0] + (2 * t[1]));
        double[] d = [1 - (2 * y * t[1] / t[0]), 2 - (3 * y * t[2] / t[1]), 3 - (4 * y * t[3] / t[2])];
        return d.Select((value, i) => value >= 0 && value <= i + 1).All(isSound => isSound) ? d : [0.5, 1, 1.5];
    }
}
