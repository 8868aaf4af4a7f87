namespace Streaming.Models.Chat.Jinja;

/// <summary>The functions that every template has.</summary>
internal static class JinjaFunctions
{
    private const int MaxRange = 1_000_000;

    public static IEnumerable<KeyValuePair<string, object?>> All { get; } =
    [
        Function("raise_exception", given => throw new JinjaException($"it says: {given.Text(0, "message")}")),
        Function("namespace", given => Map(given, isNamespace: true)),
        Function("dict", given => Map(given, isNamespace: false)),
        Function("range", Range),
    ];

    private static KeyValuePair<string, object?> Function(string name, JinjaFunction function) => new(name, function);

    private static JinjaMap Map(JinjaArguments given, bool isNamespace)
    {
        var map = new JinjaMap { IsNamespace = isNamespace };
        if (given.Positional is [JinjaMap first, ..])
        {
            foreach (var key in first.Keys)
            {
                map[key] = first[key];
            }
        }

        foreach (var (name, value) in given.Named)
        {
            map[name] = value;
        }

        return map;
    }

    private static List<object?> Range(JinjaArguments given)
    {
        var numbers = given.Positional.ConvertAll(JinjaValues.IntOf);
        var (from, to, step) = numbers switch
        {
            [var end] => (0, end, 1),
            [var start, var end] => (start, end, 1),
            [var start, var end, var stride] when stride != 0 => (start, end, stride),
            _ => throw new JinjaException("range() wants one to three numbers"),
        };
        var range = new List<object?>();
        for (long number = from; step > 0 ? number < to : number > to; number += step)
        {
            range.Add(range.Count < MaxRange ? number : throw new JinjaException($"range() gives more than {MaxRange} numbers"));
        }

        return range;
    }
}
